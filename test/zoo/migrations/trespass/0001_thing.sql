create table core.thing (id uuid primary key);
