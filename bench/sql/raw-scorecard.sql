-- The scorecard from raw facts: how far each lead came, and whether it was lost after its last entry; stages are counted from those groups.
-- A lead's entries are never before its creation, which lets the index by time help.
-- $1 workspace, $2 funnel, $3 first day, $4 the day after the last
with way as (
  select l.id, l.channel_id, max(e.position) as furthest,
    coalesce(max(e.at) filter (where e.is_loss) >= max(e.at) filter (where not e.is_loss), false) as is_lost
  from bench.raw_leads l
  join bench.raw_stage_entries e on e.lead_id = l.id
  where l.workspace_id = $1 and l.funnel_id = $2
    and l.created_at >= $3::date::timestamp at time zone 'Asia/Shanghai' and l.created_at < $4::date::timestamp at time zone 'Asia/Shanghai'
    and e.at >= $3::date::timestamp at time zone 'Asia/Shanghai'
  group by l.id
), ways as (
  select channel_id, furthest, is_lost, count(*) as leads from way group by 1, 2, 3
)
select p.position, channel_id,
  sum(leads)::integer as reached,
  coalesce(sum(leads) filter (where furthest > p.position), 0)::integer as advanced,
  coalesce(sum(leads) filter (where furthest = p.position and p.position < 4 and is_lost), 0)::integer as lost
from ways
join generate_series(1, 4) as p(position) on p.position <= furthest
group by 1, 2
