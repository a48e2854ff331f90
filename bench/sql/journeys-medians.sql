-- The scorecard with medians, from journeys: the window's leads are read once, for the counts, the time that each step takes, and the first
-- response over all and by channel. date_part gives a double, which sorts much faster than extract's numeric.
-- $1 workspace, $2 funnel, $3 first day, $4 the day after the last
with leads as materialized (
  select channel_id, created_at, reached_at, entered, lost_toggles, first_response_at
  from lead_journeys
  where workspace_id = $1 and funnel_id = $2
    and created_at >= $3::date::timestamp at time zone 'Asia/Shanghai' and created_at < $4::date::timestamp at time zone 'Asia/Shanghai'
), way as (
  select channel_id,
    case when reached_at[4] is not null then 4 when reached_at[3] is not null then 3 when reached_at[2] is not null then 2 else 1 end as furthest,
    cardinality(lost_toggles) % 2 = 1 as is_lost,
    count(*) as leads
  from leads
  group by 1, 2, 3
)
select 'steps' as part, p.position, channel_id,
  sum(leads)::integer as reached,
  coalesce(sum(leads) filter (where furthest > p.position), 0)::integer as advanced,
  coalesce(sum(leads) filter (where furthest = p.position and p.position < 4 and is_lost), 0)::integer as lost,
  null::double precision as median, null::double precision as p90
from way
join generate_series(1, 4) as p(position) on p.position <= furthest
group by 2, 3
union all
select 'times', p.position, null, null, null, null,
  percentile_cont(0.5) within group (order by date_part('epoch', reached_at[p.position + 1] - reached_at[p.position])), null
from leads
join generate_series(1, 3) as p(position) on entered[p.position] and entered[p.position + 1]
group by 2
union all
select 'responses', null, channel_id, null, null, null, quantiles[1], quantiles[2]
from (
  select channel_id,
    percentile_cont(array[0.5, 0.9]) within group (order by date_part('epoch', first_response_at - created_at)) as quantiles
  from leads
  where first_response_at is not null
  group by grouping sets ((channel_id), ())
) responses
