alter table plugin_wells.well add column low_since date;
