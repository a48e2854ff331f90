-- The cells that the floor's SQL reads, made from journeys, for a project that has none yet.
create table bench.cells (
  workspace_id uuid, funnel_id uuid, source text, cut text, day date, position integer, entity_id uuid,
  counts bigint[] not null, sums numeric[] not null,
  primary key (workspace_id, funnel_id, source, cut, day, position, entity_id)
);

insert into bench.cells
select j.workspace_id, j.funnel_id, 'stagesOfNewLeads', 'CHANNEL', (j.created_at at time zone w.time_zone)::date, p.position,
  coalesce(j.channel_id, '00000000-0000-0000-0000-000000000000'),
  array[
    count(*),
    count(*) filter (where p.position < 4),
    count(*) filter (where p.position < 4 and j.reached_at[p.position + 1] is not null),
    count(*) filter (where p.position < 4 and j.reached_at[p.position + 1] is null and cardinality(j.lost_toggles) % 2 = 1)
  ],
  '{}'
from lead_journeys j
join workspaces w using (workspace_id)
cross join generate_series(1, 4) as p(position)
where j.reached_at[p.position] is not null
group by 1, 2, 5, 6, 7;
