-- The scorecard of an industry, from journeys.
-- $1 workspace, $2 funnel, $3 first day, $4 the day after the last, $5 the industry
with way as (
  select channel_id,
    case when reached_at[4] is not null then 4 when reached_at[3] is not null then 3 when reached_at[2] is not null then 2 else 1 end as furthest,
    cardinality(lost_toggles) % 2 = 1 as is_lost,
    count(*) as leads
  from lead_journeys
  where workspace_id = $1 and funnel_id = $2
    and created_at >= $3::date::timestamp at time zone 'Asia/Shanghai' and created_at < $4::date::timestamp at time zone 'Asia/Shanghai'
    and industry = $5
  group by 1, 2, 3
)
select p.position, channel_id,
  sum(leads)::integer as reached,
  coalesce(sum(leads) filter (where furthest > p.position), 0)::integer as advanced,
  coalesce(sum(leads) filter (where furthest = p.position and p.position < 4 and is_lost), 0)::integer as lost
from way
join generate_series(1, 4) as p(position) on p.position <= furthest
group by 1, 2
