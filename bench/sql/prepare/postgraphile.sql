-- What PostGraphile serves: one function that runs the floor's SQL, whose text the bench puts in place of the line below.
create type bench_api.scorecard_row as (position integer, channel_id uuid, reached integer, advanced integer, lost integer);

create function bench_api.scorecard(of_workspace uuid, of_funnel uuid, from_day date, to_day date)
returns setof bench_api.scorecard_row language sql stable
begin atomic
  /* floor-scorecard */;
end;
