-- Two acts on somebody else's account: taking off a second factor that was lost, and looking as they do.

-- The phone is gone: the second factor and every session end, and the next sign-in sets up another one. Runs as the owner, since
-- nobody else reaches the tables of sign-in, and therefore asks for the caller's reach itself. True when there was one.
create function core.remove_second_factor(of_person uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  account text := (
    select p.account_id from core.person p
    where p.id = of_person and p.id <> app.actor_id()
      and app.scope_covers((select app.scope_prefixes(array['core.account.unlock'])), p.place_code));
begin
  update auth."user" u set two_factor_enabled = false, updated_at = now() where u.id = account and u.two_factor_enabled;
  if not found then return false; end if;
  delete from auth.two_factor f where f.user_id = account;
  delete from auth.session s where s.user_id = account;
  return true;
end $$;
revoke all on function core.remove_second_factor(uuid) from public;
grant execute on function core.remove_second_factor(uuid) to cunzhi_app;

-- Somebody looks as somebody else, for a while and for a reason.
create table core.look (
  id uuid primary key default gen_random_uuid(),
  looker_id uuid not null references core.person,
  person_id uuid not null references core.person constraint look_not_oneself check (person_id <> looker_id),
  place_code text collate "C" not null,
  reason text not null constraint look_reason check (length(reason) between 1 and 200),
  began_at timestamptz not null default now(),
  ends_at timestamptz not null,
  constraint look_time check (ends_at >= began_at and ends_at <= began_at + interval '30 minutes')
);
create index look_looker on core.look (looker_id, ends_at desc);

-- Whom an account looks as, with the grants of this moment; only those of business, and nothing once the look has ended.
create function core.looked_at(look uuid, looker_account text)
  returns table (
    person_id uuid, username text, name text, grant_id uuid, role text, place_prefix text, valid_from timestamptz, valid_to timestamptz,
    reason text, version int, factors int)
  language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.username, p.name, g.id, g.role, g.place_prefix, g.valid_from, g.valid_to, g.reason, g.version, r.factors
  from core.look l
  join core.person me on me.id = l.looker_id and me.account_id = looker_account and me.disabled_at is null
  join core.person p on p.id = l.person_id and p.place_code = l.place_code and p.disabled_at is null
  left join (core."grant" g join core.role r on r.key = g.role and r.duty = 'business')
    on g.person_id = p.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
  where l.id = looked_at.look and l.ends_at > now()
$$;
revoke all on function core.looked_at(uuid, text) from public;
grant execute on function core.looked_at(uuid, text) to cunzhi_auth;
