create table plugin_untold_table.thing (id uuid primary key);
