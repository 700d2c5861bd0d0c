-- Sign-in: the second factor, the history of passwords, and attempts that are slowed down. Reached only by the role cunzhi_auth.

alter table auth."user" add column two_factor_enabled boolean not null default false;
alter table auth.session
  add column factors int not null default 1 constraint session_factors check (factors in (1, 2)),
  -- The password is too old: this session may change it, and do nothing else.
  add column must_change boolean not null default false;

create table auth.two_factor (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references auth."user" on delete cascade constraint two_factor_user_key unique,
  verified boolean not null default true,
  failed_verification_count int not null default 0,
  locked_until timestamptz
);

create table auth.password_history (
  user_id text not null references auth."user" on delete cascade,
  hash text not null,
  changed_at timestamptz not null default clock_timestamp()
);
create index password_history_user on auth.password_history (user_id, changed_at desc);
insert into auth.password_history (user_id, hash, changed_at)
  select user_id, password, updated_at from auth.account where provider_id = 'credential' and password is not null;

-- A code of an authenticator app works once, although it is shown for a minute.
create table auth.used_code (
  user_id text not null references auth."user" on delete cascade,
  code_hash text not null,
  used_at timestamptz not null default clock_timestamp(),
  primary key (user_id, code_hash)
);

-- Names and addresses stand here as keyed hashes: what somebody typed into the wrong field is nobody's business.
create table auth.attempt (
  key text collate "C" primary key,
  failures int not null default 0,
  free_at timestamptz not null default '-infinity',
  -- Of the last hour, where they are counted.
  recent timestamptz[] not null default '{}',
  touched_at timestamptz not null default clock_timestamp()
);
create index attempt_touched on auth.attempt (touched_at);
-- Where an account has signed in: what strangers try from elsewhere does not hold its owner up here.
create table auth.known_prefix (
  account text not null,
  prefix text not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (account, prefix)
);

grant select, insert, update, delete on auth.two_factor, auth.password_history, auth.used_code, auth.attempt, auth.known_prefix
  to cunzhi_auth;

-- Counts one attempt before it is checked; returns 0, or the seconds to wait. Rows are locked in order: of many at once, only as
-- many pass as may. An attempt that must wait changes nothing, so that nobody can keep an account waiting by trying.
create function auth.begin_attempt(account text, prefix text) returns int
  language plpgsql volatile set search_path = pg_catalog as $$
declare
  is_known boolean := exists (
    select from auth.known_prefix k
    where k.account = begin_attempt.account and k.prefix = begin_attempt.prefix and k.seen_at > now() - interval '30 days');
  -- 20 an hour from places new to the account and 10 from its own: never more than 30 are checked.
  budget_key text := case when is_known then 'known ' else 'new ' end || account;
  budget int := case when is_known then 10 else 20 end;
  pair_key text := 'pair ' || account || ' ' || prefix;
  prefix_key text := 'prefix ' || prefix;
  keys text[] := array[budget_key, pair_key] || case when is_known then '{}' else array[prefix_key] end;
  at timestamptz;
  free timestamptz;
begin
  insert into auth.attempt (key) select k from unnest(keys) k order by k on conflict do nothing;
  perform from auth.attempt a where a.key = any (keys) order by a.key for update;
  at := clock_timestamp();
  -- After a quiet time the delays begin anew; a whole office may sit behind one address, so it forgets sooner.
  update auth.attempt a set failures = 0 where a.key = pair_key and a.touched_at < at - interval '1 hour';
  update auth.attempt a set failures = 0 where a.key = prefix_key and a.touched_at < at - interval '10 minutes';
  update auth.attempt a set recent = array(select r from unnest(a.recent) r where r > at - interval '1 hour' order by r)
    where a.key = budget_key;
  select max(case when a.key = budget_key and cardinality(a.recent) >= budget then a.recent[1] + interval '1 hour' else a.free_at end)
    into free from auth.attempt a where a.key = any (keys);
  if free > at then return greatest(1, ceil(extract(epoch from free - at)))::int; end if;
  update auth.attempt a set
    touched_at = at,
    failures = a.failures + 1,
    recent = case when a.key = budget_key then a.recent || at else a.recent end,
    free_at = at + make_interval(secs => case
      -- Five for nothing, then 1, 2, 4 … seconds, five minutes at most; for an address sixty, and one minute at most.
      when a.key = pair_key and a.failures >= 4 then least(2 ^ least(a.failures - 4, 20), 300)
      when a.key = prefix_key and a.failures >= 59 then least(2 ^ least(a.failures - 59, 20), 60)
      else 0 end)
    where a.key = any (keys);
  delete from auth.attempt a where a.key in (
    select o.key from auth.attempt o where o.touched_at < at - interval '1 day' order by o.touched_at limit 10 for update skip locked);
  return 0;
end $$;

-- The attempt was right: it counts for nothing.
create function auth.end_attempt(account text, prefix text) returns void
  language sql volatile set search_path = pg_catalog as $$
  update auth.attempt a set recent = a.recent[:cardinality(a.recent) - 1] where a.key in ('known ' || account, 'new ' || account);
  update auth.attempt a set failures = greatest(a.failures - 1, 0) where a.key = 'prefix ' || prefix;
  delete from auth.attempt a where a.key = 'pair ' || account || ' ' || prefix;
$$;

revoke all on function auth.begin_attempt(text, text), auth.end_attempt(text, text) from public;
grant execute on function auth.begin_attempt(text, text), auth.end_attempt(text, text) to cunzhi_auth;
