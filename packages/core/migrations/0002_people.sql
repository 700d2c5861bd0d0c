-- Rules of granting: what each role may give, which duties never meet in one person, how a person gets an account.

alter table core.role
  add column factors int not null default 1 constraint role_factors check (factors in (1, 2)),
  -- Whoever keeps the books of the machine, whoever runs it and whoever works with it are three people.
  add column duty text not null default 'business' constraint role_duty check (duty in ('business', 'audit', 'operation', 'development')),
  add column may_grant text[] not null default '{}',
  -- The longest time of a grant; none for no limit.
  add column most_days int;

-- A grant that is withdrawn before it begins has an empty time.
alter table core."grant" drop constraint grant_dates;
alter table core."grant" add constraint grant_dates check (valid_to >= valid_from);
alter table core."grant" add constraint grant_not_to_oneself check (granted_by <> person_id) not valid;
create index grant_person on core."grant" (person_id);

create index person_place on core.person (place_code, name);

-- Held by the person's row, so that two grants at once are one after the other; tells which duties the person has, wherever they are.
create function core.duties_of(of_person uuid) returns table (duty text, valid_from timestamptz, valid_to timestamptz)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform from core.person p where p.id = of_person for update;
  return query select r.duty, g.valid_from, g.valid_to
    from core."grant" g join core.role r on r.key = g.role where g.person_id = of_person;
end $$;
revoke all on function core.duties_of(uuid) from public;
grant execute on function core.duties_of(uuid) to cunzhi_app;

create function core.keep_duties_apart() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  mine text := (select duty from core.role where key = new.role);
begin
  if mine <> 'development' and exists (
    select from core.duties_of(new.person_id) d
    where d.duty not in (mine, 'development') and tstzrange(d.valid_from, d.valid_to) && tstzrange(new.valid_from, new.valid_to)
  ) then
    raise exception 'The duty % never meets another one in one person.', mine using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger grant_duties_apart before insert or update on core."grant" for each row execute function core.keep_duties_apart();

-- A code on paper with which a person sets a password, once: nobody ever knows the password of another.
create table core.activation (
  person_id uuid primary key references core.person,
  place_code text collate "C" not null,
  code_hash text not null,
  valid_until timestamptz not null,
  used_at timestamptz,
  made_by uuid not null
);

drop function core.holder_of(text);
create function core.holder_of(account text)
  returns table (
    person_id uuid, username text, name text, grant_id uuid, role text, place_prefix text, valid_from timestamptz, valid_to timestamptz,
    reason text, version int, factors int)
  language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.username, p.name, g.id, g.role, g.place_prefix, g.valid_from, g.valid_to, g.reason, g.version, r.factors
  from core.person p
  left join core."grant" g on g.person_id = p.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
  left join core.role r on r.key = g.role
  where p.account_id = account and p.disabled_at is null
$$;
revoke all on function core.holder_of(text) from public;
grant execute on function core.holder_of(text) to cunzhi_auth;

-- Whose code this is; nothing for a code that is used, too old, or of a person who is shut out.
create function core.activation_of(name text, hash text) returns table (person_id uuid, full_name text, account_id text)
  language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.name, p.account_id from core.activation a join core.person p on p.id = a.person_id
  where p.username = lower(activation_of.name) and a.code_hash = hash and a.used_at is null and a.valid_until > now() and p.disabled_at is null
$$;
-- Uses the code up and gives the person the account; false when somebody was faster.
create function core.use_activation(of_person uuid, hash text, account text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update core.activation set used_at = now()
    where person_id = of_person and code_hash = hash and used_at is null and valid_until > now();
  if not found then return false; end if;
  update core.person set account_id = account, version = version + 1 where id = of_person and account_id is distinct from account;
  return true;
end $$;
revoke all on function core.activation_of(text, text), core.use_activation(uuid, text, text) from public;
grant execute on function core.activation_of(text, text), core.use_activation(uuid, text, text) to cunzhi_auth;
