-- What the host remembers of plugins between starts. Written by the platform's own role, never by requests or plugins.

create table platform.plugin (
  id text primary key,
  -- A pause survives a restart and holds in every process.
  paused_at timestamptz,
  paused_by text,
  pause_reason text,
  removing_at timestamptz,
  migrating_at timestamptz,
  -- Why its last `cunzhi apply` failed, in both languages; gone with the next one that succeeds.
  failure jsonb,
  constraint plugin_pause_says_why check ((paused_at is null) = (pause_reason is null)),
  constraint plugin_pause_reason_length check (length(pause_reason) between 1 and 500)
);
grant select, insert, update, delete on platform.plugin to cunzhi_follow;

create table platform.plugin_fault (
  id uuid primary key default gen_random_uuid(),
  plugin text not null,
  kind text not null constraint plugin_fault_kind check (kind in ('field', 'handler', 'job', 'webhook', 'guard', 'start', 'slot', 'page')),
  place text not null,
  message text not null,
  count int not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now()
);
create unique index plugin_fault_same on platform.plugin_fault (plugin, kind, place, md5(message));
create index plugin_fault_newest on platform.plugin_fault (plugin, last_at desc);
grant select, insert, update, delete on platform.plugin_fault to cunzhi_follow;

-- Starts that have not reached ready. Whoever starts holds an advisory lock on its row's number: a row without a holder
-- is a start that died.
create table platform.start (
  id int generated always as identity primary key,
  started_at timestamptz not null default now(),
  plugins text[] not null
);
