-- Places, persons, roles, grants, evidence.

create table core.place (
  code text collate "C" primary key,
  name text not null,
  full_name text not null,
  level text not null,
  kind text,
  parent_code text collate "C" references core.place,
  village_count int not null default 0,
  constraint place_level check (level in ('province', 'city', 'county', 'township', 'village')),
  constraint place_kind check ((level = 'village') = (kind is not null) and kind in ('village', 'community')),
  constraint place_code_length check (
    length(code) = case level when 'province' then 2 when 'city' then 4 when 'county' then 6 when 'township' then 9 else 12 end)
);
create index place_parent on core.place (parent_code, code);
create index place_name on core.place using gin (name public.gin_trgm_ops);

create table core.role (
  key text primary key,
  name_zh text not null,
  name_en text not null,
  prefix_lengths int[] not null
);

create table core.person (
  id uuid primary key default gen_random_uuid(),
  account_id text constraint person_account_key unique,
  username text not null constraint person_username_key unique,
  name text not null,
  place_code text collate "C" not null,
  disabled_at timestamptz,
  version int not null default 1
);

create table core."grant" (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references core.person,
  role text not null references core.role,
  place_prefix text collate "C" not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  granted_by uuid not null,
  reason text not null,
  version int not null default 1,
  constraint grant_dates check (valid_to > valid_from),
  -- A prefix that is not a whole level would cover several places of that level, and an empty one everything.
  constraint grant_prefix check (place_prefix ~ '^[0-9]+$' and length(place_prefix) in (4, 6, 9, 12)),
  constraint grant_once exclude using gist
    (person_id with =, role with =, place_prefix with =, tstzrange(valid_from, valid_to) with &&)
);

-- What sign-in needs to know: the person behind an account with the grants of this moment, by the database clock.
create function core.holder_of(account text)
  returns table (person_id uuid, username text, name text, grant_id uuid, role text, place_prefix text, valid_from timestamptz, valid_to timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.username, p.name, g.id, g.role, g.place_prefix, g.valid_from, g.valid_to
  from core.person p
  left join core."grant" g on g.person_id = p.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
  where p.account_id = account and p.disabled_at is null
$$;
revoke all on function core.holder_of(text) from public;
grant execute on function core.holder_of(text) to cunzhi_auth;

create table core.evidence (
  id uuid primary key default gen_random_uuid(),
  place_code text collate "C" not null,
  kind text not null,
  title text not null,
  file_hash text,
  content_type text,
  size int,
  record_kind text,
  record_id uuid,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamptz not null default now(),
  constraint evidence_kind check (
    (kind = 'file' and file_hash is not null and content_type is not null and size is not null)
    or (kind = 'record' and record_kind is not null and record_id is not null)
    or kind = 'paper')
);
create index evidence_place on core.evidence (place_code, created_at);
