-- Three-governance scores: the published models, and one row for each village, year and edition.

create table plugin_three_governance.model (
  edition text primary key,
  code text not null,
  hash text not null,
  in_force_from date not null,
  in_force_until date,
  content jsonb not null,
  published_at timestamptz not null default now(),
  constraint model_dates check (in_force_until >= in_force_from)
);

create table plugin_three_governance.score (
  place_code text collate "C" not null,
  year int not null,
  edition text not null references plugin_three_governance.model,
  pillars jsonb not null,
  coupling numeric(5, 4),
  development numeric(5, 4),
  coordination numeric(5, 4),
  band text,
  missing text[] not null,
  contributions jsonb not null,
  computed_at timestamptz not null,
  primary key (place_code, year, edition),
  constraint score_village check (length(place_code) = 12),
  constraint score_year check (year between 2000 and 2100),
  -- A score stands whole or is withheld whole: nobody may read a band without its figures.
  constraint score_whole check (num_nulls(coupling, development, coordination, band) in (0, 4)),
  constraint score_range check (
    coupling between 0 and 1 and development between 0 and 1 and coordination between 0 and 1)
);
