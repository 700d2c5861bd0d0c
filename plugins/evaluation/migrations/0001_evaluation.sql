-- Editions of standards, rounds, assessments with their responses, columns of score, evidence of a response.

-- An edition is never edited: its hash is kept, and a file with another text is refused at `cunzhi apply`.
create table plugin_evaluation.edition (
  code text not null,
  edition text not null,
  hash text not null,
  text text not null,
  content jsonb not null,
  in_force_from date not null,
  in_force_until date,
  is_reconstructed boolean not null,
  constraint edition_key primary key (code, edition)
);

-- What a prefilled answer is called: the names of the fact catalogue.
create table plugin_evaluation.fact (
  id text not null,
  name text not null,
  owner text not null,
  constraint fact_key primary key (id)
);

create table plugin_evaluation.round (
  id uuid not null default gen_random_uuid(),
  area_code text collate "C" not null,
  standard text not null,
  edition text not null,
  edition_hash text not null,
  year int not null,
  state text not null default 'draft',
  self_until date not null,
  scoring_until date not null,
  version int not null default 1,
  opened_at timestamptz,
  constraint round_key primary key (id),
  constraint round_edition_fkey foreign key (standard, edition) references plugin_evaluation.edition (code, edition),
  constraint round_year check (year between 2000 and 2100),
  constraint round_dates check (self_until <= scoring_until),
  constraint round_state check (state in ('draft', 'open', 'scoring', 'checking', 'noticed', 'determined', 'closed', 'cancelled'))
);
create unique index round_live_key on plugin_evaluation.round (standard, year, area_code) where state <> 'cancelled';
create index round_area on plugin_evaluation.round (area_code);

-- Totals are kept here in the transaction that changes them, so that lists never read 129 responses a village.
create table plugin_evaluation.assessment (
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  place_code text collate "C" not null,
  standard text not null,
  year int not null,
  state text not null,
  not_rated_reason text,
  version int not null default 1,
  total int not null default 0,
  answered int not null default 0,
  scored int not null default 0,
  evidence_missing int not null default 0,
  columns jsonb not null default '{}',
  promised_by text,
  promised_at timestamptz,
  signed_by text,
  signed_at timestamptz,
  constraint assessment_key primary key (id),
  constraint assessment_round_fkey foreign key (round_id) references plugin_evaluation.round (id),
  constraint assessment_village_key unique (round_id, place_code),
  constraint assessment_state check (state in ('notRated', 'drafting', 'submitted', 'scoring', 'returned', 'signed', 'checked',
    'noticed', 'determined', 'corrected', 'withdrawn')),
  constraint assessment_reason check ((state = 'notRated') = (not_rated_reason is not null)),
  constraint assessment_promise check (state in ('notRated', 'drafting', 'withdrawn') or promised_by is not null)
) with (fillfactor = 80);
-- A village is asked once a year, also when the areas of two rounds overlap.
create unique index assessment_year_key on plugin_evaluation.assessment (place_code, standard, year) where state <> 'withdrawn';
create index assessment_round on plugin_evaluation.assessment (round_id, state);

-- One row an indicator from the opening on: saving an answer is an update in place.
create table plugin_evaluation.response (
  id uuid not null default gen_random_uuid(),
  assessment_id uuid not null,
  place_code text collate "C" not null,
  indicator text not null,
  ordinal int not null,
  version int not null default 1,
  answer jsonb,
  hints jsonb not null default '[]',
  self_status text not null default 'unanswered',
  self_points numeric,
  self_veto jsonb,
  self_trace jsonb not null default '[]',
  standing_status text not null default 'unanswered',
  standing_points numeric,
  evidence_count int not null default 0,
  photo_count int not null default 0,
  record_count int not null default 0,
  updated_at timestamptz,
  updated_by uuid,
  updated_by_name text,
  constraint response_key primary key (id),
  constraint response_assessment_fkey foreign key (assessment_id) references plugin_evaluation.assessment (id),
  constraint response_indicator_key unique (assessment_id, indicator, place_code),
  constraint response_self_status check (self_status in ('scored', 'notApplicable', 'exempt', 'dropped', 'pending', 'unanswered')),
  constraint response_self_points check ((self_points is null) = (self_status in ('dropped', 'pending', 'unanswered')))
) with (fillfactor = 85);

-- Columns of score. A score is never overwritten: a second entry is a new version.
create table plugin_evaluation.score (
  id uuid not null default gen_random_uuid(),
  response_id uuid not null,
  assessment_id uuid not null,
  place_code text collate "C" not null,
  indicator text not null,
  level text not null,
  version int not null,
  is_current boolean not null default true,
  status text not null,
  points numeric,
  veto jsonb,
  answer jsonb,
  reason text,
  methods text[] not null default '{}',
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  trace jsonb not null,
  engine_version text not null,
  edition_hash text not null,
  constraint score_key primary key (id),
  constraint score_response_fkey foreign key (response_id) references plugin_evaluation.response (id),
  constraint score_version_key unique (response_id, level, version, place_code),
  constraint score_level check (level in ('village', 'township', 'county', 'city')),
  constraint score_status check (status in ('scored', 'notApplicable', 'exempt', 'dropped', 'pending', 'unanswered')),
  constraint score_points check ((points is null) = (status in ('dropped', 'pending', 'unanswered')))
);
create unique index score_current_key on plugin_evaluation.score (response_id, level, place_code) where is_current;
create index score_column on plugin_evaluation.score (assessment_id, level) where is_current;

create function plugin_evaluation.refuse_rewriting() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'is_current' = to_jsonb(old) - 'is_current' then
    return new;
  end if;
  raise exception 'A score is never overwritten or deleted: enter a new version.' using errcode = 'restrict_violation';
end $$;
create trigger score_never_rewritten before update or delete on plugin_evaluation.score
  for each row execute function plugin_evaluation.refuse_rewriting();

create table plugin_evaluation.response_evidence (
  response_id uuid not null,
  evidence_id uuid not null,
  place_code text collate "C" not null,
  is_photo boolean not null,
  attached_at timestamptz not null,
  attached_by uuid not null,
  constraint response_evidence_key primary key (response_id, evidence_id, place_code),
  constraint response_evidence_response_fkey foreign key (response_id) references plugin_evaluation.response (id),
  constraint response_evidence_evidence_fkey foreign key (evidence_id) references core.evidence (id)
);
create index response_evidence_evidence on plugin_evaluation.response_evidence (evidence_id);

-- What a village is, as rules may ask: year 0 holds for every year. An attribute that nobody has stated has no row.
create table plugin_evaluation.village_attribute (
  place_code text collate "C" not null,
  year int not null,
  key text not null,
  value text not null,
  stated_at timestamptz not null,
  stated_by uuid not null,
  constraint village_attribute_key primary key (place_code, year, key)
);
