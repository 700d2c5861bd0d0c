-- Mediation: norms with the days they are in force, cases without a word about people, their text in a closed circle.

create table plugin_mediation.dispute_type (
  code text collate "C" not null,
  valid_from date not null,
  valid_to date, -- the last day, included
  parent_code text collate "C", -- a subtype names its type
  name_zh text not null,
  name_en text not null,
  paper_only boolean not null,
  oral text not null,
  route_out text, -- who takes such disputes instead of a committee
  source text not null,
  status text not null,
  primary key (code, valid_from),
  constraint dispute_type_oral check (oral in ('allowed', 'never')),
  constraint dispute_type_once exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table plugin_mediation.termination_reason (
  code text collate "C" not null,
  valid_from date not null,
  valid_to date,
  name_zh text not null,
  name_en text not null,
  ends text[] not null,
  acts text[] not null,
  needs text[] not null,
  source text not null,
  status text not null,
  primary key (code, valid_from),
  constraint termination_reason_once exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table plugin_mediation.number_pattern (
  prefix text collate "C" not null,
  valid_from date not null,
  valid_to date,
  pattern text not null,
  digits int not null,
  source text not null,
  status text not null,
  primary key (prefix, valid_from),
  constraint number_pattern_counts check (pattern like '%{year}%' and pattern like '%{number}%' and digits between 1 and 9),
  constraint number_pattern_once exclude using gist (prefix with =, daterange(valid_from, valid_to, '[]') with &&)
);

-- What many may see: states, days and codes. No name, no story, no amount belongs here.
create table plugin_mediation."case" (
  id uuid primary key,
  place_code text collate "C" not null,
  number text,
  type text collate "C" not null,
  subtype text collate "C",
  procedure text not null,
  version int not null default 1,
  registered_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  reason text collate "C",
  alternatives_told boolean not null default false,
  constraint case_place_key unique (id, place_code),
  constraint case_number_key unique (place_code, number),
  constraint case_village check (length(place_code) = 12),
  constraint case_procedure check (procedure in ('REGISTERED', 'ACCEPTED', 'IN_MEDIATION', 'AGREED', 'TERMINATED')),
  constraint case_accepted check ((procedure = 'REGISTERED') = (accepted_at is null)),
  constraint case_numbered check ((accepted_at is null) = (number is null)),
  constraint case_ended check ((procedure in ('AGREED', 'TERMINATED')) = (ended_at is not null)),
  constraint case_reason check ((procedure = 'TERMINATED') = (reason is not null)),
  constraint case_version check (version >= 1)
);
create index case_place on plugin_mediation."case" (place_code, procedure, registered_at);
create index case_newest on plugin_mediation."case" (procedure, registered_at desc, id desc);
create index case_ended_at on plugin_mediation."case" (place_code, ended_at) where ended_at is not null;

-- Who handles a case: these persons, and nobody else, read and write its text.
create table plugin_mediation.case_handler (
  case_id uuid not null,
  person_id uuid not null,
  place_code text collate "C" not null,
  since timestamptz not null,
  primary key (case_id, person_id),
  constraint case_handler_case foreign key (case_id, place_code) references plugin_mediation."case" (id, place_code)
);

create table plugin_mediation.case_text (
  case_id uuid primary key,
  place_code text collate "C" not null,
  facts text not null,
  agreement text,
  note text, -- what had to be written down when the mediation ended without agreement
  constraint case_text_case foreign key (case_id, place_code) references plugin_mediation."case" (id, place_code),
  constraint case_text_length check (
    char_length(facts) between 1 and 20000 and char_length(agreement) between 1 and 20000 and char_length(note) between 1 and 20000)
);

-- One row per committee and year: whoever accepts a case holds it until commit, so that a number is never lost or given twice.
create table plugin_mediation.number_counter (
  place_code text collate "C" not null,
  year int not null,
  last int not null,
  primary key (place_code, year),
  constraint number_counter_last check (last >= 1)
);

-- Rounds that ended in a year, by village: two counts and nothing else, so that whoever may read figures need not see cases.
-- It runs as the owner and therefore asks for the caller's reach itself.
create function plugin_mediation.settled_rate(villages text[], for_year int)
  returns table (village text, settled int, ended int)
  language sql stable security definer set search_path = pg_catalog as $$
  select v.code, count(*) filter (where c.procedure = 'AGREED')::int, count(c.id)::int
  from (select distinct code from unnest(villages) as given (code)) v
  left join plugin_mediation."case" c on c.place_code = v.code collate "C"
    and c.ended_at >= make_timestamptz(for_year, 1, 1, 0, 0, 0, 'Asia/Shanghai')
    and c.ended_at < make_timestamptz(for_year + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai')
  where app.scope_covers((select app.scope_prefixes(array['mediation.stats.read', 'mediation.case.meta'])), v.code)
  group by v.code
$$;
revoke all on function plugin_mediation.settled_rate(text[], int) from public;
grant execute on function plugin_mediation.settled_rate(text[], int) to cunzhi_app;
