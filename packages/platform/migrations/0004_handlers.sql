-- Readers of the event log: handlers, event jobs and webhooks, each with a place of its own; and what they gave up on.

-- A reader is claimed with an advisory lock and moved with its handler's own effects. The lock is not a row lock on purpose: that
-- would give the transaction a number at once, and a handler that waits for another system would hold back all readers of the log.
create table platform.handler (
  kind text not null constraint handler_kind check (kind in ('on', 'job', 'webhook')),
  plugin text not null,               -- '' for webhooks, which the configuration names
  name text not null,                 -- the event, the job or the webhook
  position text collate "C" not null, -- everything at or before it is done
  attempts int not null default 0,    -- failures at the next event
  retry_at timestamptz,
  error text,
  primary key (kind, plugin, name)
);

-- The event is kept whole: the log forgets it after eight days.
create table platform.dead_letter (
  id bigint generated always as identity primary key,
  kind text not null constraint dead_letter_kind check (kind in ('on', 'job', 'webhook')),
  plugin text not null,
  name text not null,
  event jsonb not null,
  error text not null,
  attempts int not null,
  failed_at timestamptz not null default now(),
  asked_at timestamptz -- somebody asked for another try; the next free process does it
);
create index dead_letter_asked on platform.dead_letter (asked_at) where asked_at is not null;

grant select, insert, update, delete on platform.handler, platform.dead_letter to cunzhi_jobs;
