create table plugin_broken_migration.thing (id uuid primary key, oops
