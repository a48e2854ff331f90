-- Raw facts as a careful hand would lay them out for questions like the scorecard, and nothing else: narrow rows, small keys, in order of
-- time, durations stored as whole seconds, indexes that answer without a visit to the table.
-- Opportunities are left out: in this data they say what the stage entries say, and the raw query is faster without them.

create table bench.raw_leads as
select l.arrival as id, l.workspace_id, l.funnel_id, l.created_at, l.channel_id,
  (select extract(epoch from min(a.at) - l.created_at)::integer from activities a
   where a.workspace_id = l.workspace_id and a.lead_id = l.id and a.direction = 'OUTBOUND' and a.at >= l.created_at) as first_response_seconds
from leads l
order by l.created_at;

create table bench.raw_stage_entries as
select l.arrival as lead_id, t.at, (t.to_stage = 'lost') as is_loss, coalesce(s.position, 0)::smallint as position,
  extract(epoch from t.at - lag(t.at) over (partition by l.id order by t.at, s.position nulls last))::integer as seconds_since_last
from transitions t
join leads l on l.workspace_id = t.workspace_id and l.id = t.lead_id
left join stages s on s.workspace_id = l.workspace_id and s.funnel_id = l.funnel_id and s.key = t.to_stage
order by l.created_at, t.at;

alter table bench.raw_leads add primary key (id);
create index on bench.raw_leads (workspace_id, funnel_id, created_at) include (id, channel_id);
create index on bench.raw_stage_entries (lead_id) include (position, is_loss, at);
create index on bench.raw_stage_entries (at) include (lead_id, position, is_loss);
