-- What a policy asks once per statement, quickly: plans that are kept, and the wide range alone where it is the exact one.

create or replace function app.scope_prefixes(permissions text[]) returns text[]
  language plpgsql stable parallel safe set search_path = pg_catalog as $$
declare
  scope jsonb := nullif(current_setting('app.scope', true), '')::jsonb;
begin
  return array(
    select distinct prefix
    from unnest(permissions) as permission, lateral jsonb_array_elements_text(scope -> permission) as prefix);
end $$;
create or replace function app.scope_low(permissions text[]) returns text
  language plpgsql stable parallel safe set search_path = pg_catalog as $$
begin
  return (select min(prefix collate "C") from unnest(app.scope_prefixes(permissions)) prefix);
end $$;
create or replace function app.scope_high(permissions text[]) returns text
  language plpgsql stable parallel safe set search_path = pg_catalog as $$
begin
  return (select max((prefix || '~') collate "C") from unnest(app.scope_prefixes(permissions)) prefix);
end $$;
-- True when one prefix covers all the others: from the lowest to the highest everything is in reach.
create function app.scope_is_one(permissions text[]) returns boolean
  language plpgsql stable parallel safe set search_path = pg_catalog as $$
begin
  return app.scope_low(permissions) || '~' = app.scope_high(permissions);
end $$;
