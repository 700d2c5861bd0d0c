-- The Yucun archive: cases on their way, every version of them, and what was published.

create table plugin_yucun_cases."case" (
  id uuid primary key default gen_random_uuid(),
  place_code text collate "C" not null,
  title text not null,
  summary text not null,
  elements text[] not null,
  period_from date not null,
  period_to date not null,
  background text not null,
  practice text not null,
  effects text not null,
  lessons text not null,
  state text not null default 'draft',
  version int not null default 1,
  comment text,
  is_invented boolean not null default false,
  published_at timestamptz,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint case_village check (length(place_code) = 12),
  constraint case_state check (state in ('draft', 'submitted', 'townshipReviewed', 'countyReviewed', 'published', 'returned')),
  constraint case_period check (period_from <= period_to),
  constraint case_summary_short check (char_length(summary) <= 200),
  constraint case_elements check (cardinality(elements) <= 8 and elements <@ array['partyLeads', 'economyGrows', 'peopleDecide',
    'lawGoverns', 'virtueNurtures', 'ecologyBeautifies', 'peaceGuards', 'integrityKeeps']),
  constraint case_length check (char_length(title || summary || background || practice || effects || lessons) <= 50000)
);
create index case_updated on plugin_yucun_cases."case" (updated_at desc, id desc);
create index case_place on plugin_yucun_cases."case" (place_code);

-- What a case said after each act, who did it, and what was remarked.
create table plugin_yucun_cases.case_version (
  case_id uuid not null references plugin_yucun_cases."case",
  version int not null,
  place_code text collate "C" not null,
  act text not null,
  state text not null,
  comment text,
  content jsonb not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (case_id, version)
);

-- Published versions stand in a table of their own: readable in every village, whatever becomes of the draft.
create table plugin_yucun_cases.published_case (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references plugin_yucun_cases."case",
  version int not null,
  place_code text collate "C" not null,
  title text not null,
  summary text not null,
  elements text[] not null,
  period_from date not null,
  period_to date not null,
  background text not null,
  practice text not null,
  effects text not null,
  lessons text not null,
  is_invented boolean not null,
  published_at timestamptz not null,
  published_by uuid not null,
  published_by_name text not null,
  -- Written by the plugin from segmented Chinese; PostgreSQL's own parser knows no Chinese words.
  words tsvector not null,
  constraint published_case_version_key unique (case_id, version)
);
create index published_case_words on plugin_yucun_cases.published_case using gin (words);
create index published_case_elements on plugin_yucun_cases.published_case using gin (elements);
create index published_case_newest on plugin_yucun_cases.published_case (published_at desc, id desc);
create index published_case_place on plugin_yucun_cases.published_case (place_code, published_at desc, id desc);

create function plugin_yucun_cases.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog as $$
begin
  raise exception '% is never changed or deleted: a correction is a new version', tg_table_name;
end $$;
create trigger case_version_kept before update or delete on plugin_yucun_cases.case_version
  for each row execute function plugin_yucun_cases.refuse_change();
create trigger published_case_kept before update or delete on plugin_yucun_cases.published_case
  for each row execute function plugin_yucun_cases.refuse_change();
