create table plugin_wells.well (
  id uuid primary key default gen_random_uuid(),
  place_code text collate "C" not null references core.place (code),
  name text not null,
  owner text
);
create index well_place on plugin_wells.well (place_code);

create table plugin_wells.reading (
  id uuid primary key default gen_random_uuid(),
  place_code text collate "C" not null references core.place (code),
  well_id uuid not null references plugin_wells.well (id),
  at timestamptz not null,
  litres integer not null check (litres >= 0)
);
create index reading_well on plugin_wells.reading (well_id, at);
