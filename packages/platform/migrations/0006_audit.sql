-- The audit log (审计记录): who did what where, and how it ended. Rows hold references, no names and no texts; nothing is ever changed.

create table platform.audit (
  epoch int not null default platform.current_epoch(),
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity primary key,
  occurred_at timestamptz not null default clock_timestamp(),
  actor_id uuid,                -- null where nobody had proved who they are
  act text not null constraint audit_act_length check (length(act) between 1 and 100),
  place_code text collate "C",  -- null where the act belongs to no place, or none was found
  subject_type text,
  subject_id text constraint audit_subject_length check (length(subject_id) <= 100),
  outcome text not null constraint audit_outcome check (outcome in ('done', 'refused', 'failed')),
  operation_id uuid not null,
  detail jsonb not null default '{}'
    constraint audit_detail_small check (jsonb_typeof(detail) = 'object' and pg_column_size(detail) <= 1024)
);
create index audit_position on platform.audit (epoch, xid, id);
create index audit_actor on platform.audit (actor_id, epoch, xid, id);
create index audit_act on platform.audit (act, epoch, xid, id);
create index audit_place on platform.audit (place_code, epoch, xid, id);

-- The seal: one row for each row of the log, in its order, each chained to the one before.
create table platform.audit_seal (
  seq bigint primary key,
  epoch int not null,
  xid xid8 not null,
  id bigint not null constraint audit_seal_once unique,
  row_hash bytea not null constraint audit_row_hash check (length(row_hash) = 32),
  chain_hash bytea not null constraint audit_chain_hash check (length(chain_hash) = 32)
);
-- Which roots were signed; what proves is the file outside of the database that each of them was written to.
create table platform.audit_root (
  seq bigint primary key references platform.audit_seal,
  signed_at timestamptz not null
);

create function platform.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'The table %.% takes new rows only: nothing in it is changed or removed.', tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
-- For each statement, not each row: also one that would find no row is refused.
create trigger audit_stays before update or delete or truncate on platform.audit
  for each statement execute function platform.refuse_change();
create trigger audit_seal_stays before update or delete or truncate on platform.audit_seal
  for each statement execute function platform.refuse_change();
create trigger audit_root_stays before update or delete or truncate on platform.audit_root
  for each statement execute function platform.refuse_change();

grant usage on schema platform to cunzhi_audit;
grant insert on platform.audit to cunzhi_app;
grant select, insert on platform.audit, platform.audit_seal, platform.audit_root to cunzhi_audit;

-- A request writes under the name of whoever asks and no other; it reads nothing.
alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy audit_own on platform.audit for insert to cunzhi_app with check (actor_id is not distinct from app.actor_id());
create policy audit_add on platform.audit for insert to cunzhi_audit with check (true);
create policy audit_look on platform.audit for select to cunzhi_audit, cunzhi_owner using (true);

-- Write ids are kept for 30 days: whoever sends one again after that writes anew.
create index write_id_age on platform.write_id (written_at);
create policy owner_sees_old on platform.write_id for select to cunzhi_owner using (written_at < now() - interval '30 days');
create policy owner_forgets_old on platform.write_id for delete to cunzhi_owner using (written_at < now() - interval '30 days');
create function platform.forget_writes() returns bigint
  language sql volatile security definer set search_path = pg_catalog as $$
  with gone as (delete from platform.write_id where written_at < now() - interval '30 days' returning 1) select count(*) from gone
$$;
revoke all on function platform.forget_writes() from public;
grant execute on function platform.forget_writes() to cunzhi_follow;
