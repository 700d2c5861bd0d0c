-- The platform's own ground: scopes, the event log, write ids.

create schema app;
create schema platform;
grant usage on schema app to cunzhi_app, cunzhi_follow;
grant usage on schema platform to cunzhi_app, cunzhi_follow;

-- The scope of an operation is one JSON object, permission -> place prefixes, set for its transaction only.
-- After the first transaction of a connection the setting is '' and not NULL: without nullif an empty scope would be an error
-- in the best case and a hole in the worst.
create function app.scope_prefixes(permissions text[]) returns text[]
  language sql stable parallel safe set search_path = pg_catalog as $$
  select array(
    select distinct prefix
    from (select nullif(current_setting('app.scope', true), '')::jsonb as scope) s,
         unnest(permissions) as permission,
         lateral jsonb_array_elements_text(s.scope -> permission) as prefix)
$$;
create function app.scope_low(permissions text[]) returns text
  language sql stable parallel safe set search_path = pg_catalog as $$
  select min(prefix collate "C") from unnest(app.scope_prefixes(permissions)) prefix
$$;
create function app.scope_high(permissions text[]) returns text
  language sql stable parallel safe set search_path = pg_catalog as $$
  select max((prefix || '~') collate "C") from unnest(app.scope_prefixes(permissions)) prefix
$$;
create function app.scope_covers(prefixes text[], place text) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog as $$
  select exists (select from unnest(prefixes) p where place >= p collate "C" and place < (p || '~') collate "C")
$$;
create function app.actor_id() returns uuid
  language sql stable parallel safe set search_path = pg_catalog as $$
  select nullif(current_setting('app.actor', true), '')::uuid
$$;

-- The epoch grows when a database is restored, because transaction numbers start low again then.
create table platform.log_state (
  only_row boolean primary key default true check (only_row),
  epoch int not null default 1,
  floor text not null default '' -- the last position that was dropped: resuming before it is a gap
);
insert into platform.log_state default values;
create function platform.current_epoch() returns int
  language sql stable security definer set search_path = pg_catalog as $$ select epoch from platform.log_state $$;

create table platform.event (
  epoch int not null default platform.current_epoch(),
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  occurred_at timestamptz not null default now(),
  plugin text not null,
  name text not null,
  place_code text collate "C" not null,
  permission text not null,
  subject_id uuid not null,
  subject_version int not null,
  actor_id uuid,
  operation_id uuid not null,
  payload jsonb not null,
  constraint event_payload_small check (pg_column_size(payload) <= 8192),
  primary key (occurred_at, id)
) partition by range (occurred_at);
create index event_position on platform.event (epoch, xid, id);
grant insert on platform.event to cunzhi_app;
grant select on platform.event, platform.log_state to cunzhi_follow;

-- Keeps a partition for each day from yesterday to a week ahead, and drops those that ended more than eight days ago.
create function platform.keep_event_days() returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  day date;
  old record;
  last text;
begin
  for day in select generate_series(current_date - 1, current_date + 7, interval '1 day')::date loop
    if to_regclass('platform.event_' || to_char(day, 'YYYYMMDD')) is null then
      execute format('create table platform.%I partition of platform.event for values from (%L) to (%L)',
        'event_' || to_char(day, 'YYYYMMDD'), day, day + 1);
    end if;
  end loop;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'platform.event'::regclass and c.relname < 'event_' || to_char(current_date - 9, 'YYYYMMDD')
  loop
    execute format(
      'select max(lpad(epoch::text, 6, ''0'') || ''-'' || lpad(xid::text, 20, ''0'') || ''-'' || lpad(id::text, 20, ''0'')) from platform.%I',
      old.relname) into last;
    update platform.log_state set floor = greatest(floor, coalesce(last, ''));
    execute format('drop table platform.%I', old.relname);
  end loop;
end $$;
revoke all on function platform.keep_event_days() from public;
grant execute on function platform.keep_event_days() to cunzhi_follow;
select platform.keep_event_days();

-- A write id makes a mutation happen once, however often it is sent. Kept 30 days.
create table platform.write_id (
  actor_id uuid not null,
  key text not null,
  field text not null,
  request_hash text not null,
  result_id text,
  written_at timestamptz not null default now(),
  primary key (actor_id, key),
  constraint write_id_key_length check (length(key) between 16 and 64)
);
grant select, insert on platform.write_id to cunzhi_app;
alter table platform.write_id enable row level security;
alter table platform.write_id force row level security;
create policy own on platform.write_id to cunzhi_app using (actor_id = app.actor_id()) with check (actor_id = app.actor_id());

-- What this database is for; demonstration accounts never meet real people.
create table platform.deployment (
  only_row boolean primary key default true check (only_row),
  mode text not null constraint deployment_mode check (mode in ('demonstration', 'production'))
);
