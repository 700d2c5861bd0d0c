create table plugin_wells.well (
  id uuid primary key,
  name text not null,
  note text,
  place_code text collate "C" not null references core.place (code)
);
insert into plugin_wells.well values
  ('00000000-0000-4000-8000-000000000001', '东井', null, '330523108204'),
  ('00000000-0000-4000-8000-000000000002', '西井', null, '330523108204');
