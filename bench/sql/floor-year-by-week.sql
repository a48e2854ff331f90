-- New leads and steps by week and channel, from cells. Weeks begin on Monday and are numbered from one long ago.
-- $1 workspace, $2 funnel, $3 first day, $4 the day after the last
select (day - date '2000-01-03') / 7 as week, entity_id as channel_id,
  sum(counts[2]) filter (where position = 1)::integer as new_leads,
  sum(counts[3])::integer as left, sum(counts[4])::integer as advanced
from cells
where workspace_id = $1 and funnel_id = $2 and source = 'stagesOfNewLeads' and cut = 'CHANNEL' and day >= $3 and day < $4
group by 1, 2
