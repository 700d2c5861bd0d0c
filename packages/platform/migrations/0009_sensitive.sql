-- Sensitive values (敏感信息): sealed outside of the database, under keys that lie here only wrapped by a key that does not.

-- The types of sensitive columns: a clear text does not fit.
create domain app.sealed_id_number as text collate "C" constraint sealed_only check (value ~ '^v1\.[0-9]{1,9}\.[A-Za-z0-9_-]{38,}$');
create domain app.sealed_phone as text collate "C" constraint sealed_only check (value ~ '^v1\.[0-9]{1,9}\.[A-Za-z0-9_-]{38,}$');
create domain app.sealed_address as text collate "C" constraint sealed_only check (value ~ '^v1\.[0-9]{1,9}\.[A-Za-z0-9_-]{38,}$');

-- Keys, wrapped: `data` seals the values of a county, `search` hashes them; `check` proves at the start that the outer key is right.
create table platform.wrapped_key (
  purpose text not null constraint wrapped_key_purpose check (purpose in ('data', 'search', 'check')),
  county text collate "C" not null constraint wrapped_key_county check (
    purpose = 'check' and county = '' or purpose <> 'check' and county ~ '^[0-9]{6}$'),
  version int not null constraint wrapped_key_version check (version >= 1),
  wrapped bytea not null constraint wrapped_key_length check (length(wrapped) = 60), -- nonce 12, key 32, tag 16
  made_at timestamptz not null default now(),
  primary key (purpose, county, version)
);
grant usage on schema platform to cunzhi_keys;
-- A key is never changed: a new one is a new version.
grant select, insert on platform.wrapped_key to cunzhi_keys;

-- Who looked at a clear value and why. The audit log has the act; the reason is a text of somebody and stands here, where it can end.
create table platform.reveal (
  id uuid primary key default gen_random_uuid(),
  operation_id uuid not null,
  subject_id uuid not null,
  actor_id uuid not null,
  revealed_at timestamptz not null default clock_timestamp(),
  field text not null,
  reason text not null constraint reveal_reason_length check (char_length(reason) between 2 and 200)
);
create index reveal_of_operation on platform.reveal (operation_id);
create index reveal_of_actor on platform.reveal (actor_id, revealed_at desc);
grant select, insert on platform.reveal to cunzhi_app;
alter table platform.reveal enable row level security;
alter table platform.reveal force row level security;
create policy own on platform.reveal to cunzhi_app using (actor_id = app.actor_id()) with check (actor_id = app.actor_id());
create policy owner_looks on platform.reveal for select to cunzhi_owner using (true);
