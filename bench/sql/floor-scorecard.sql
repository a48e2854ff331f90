-- The scorecard from cells: what the database alone takes for the answer.
-- $1 workspace, $2 funnel, $3 first day, $4 the day after the last
select position, entity_id as channel_id,
  sum(counts[2])::integer as reached, sum(counts[4])::integer as advanced, sum(counts[5])::integer as lost
from cells
where workspace_id = $1 and funnel_id = $2 and source = 'stagesOfNewLeads' and cut = 'CHANNEL' and day >= $3 and day < $4
group by position, entity_id
