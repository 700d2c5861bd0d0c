-- Failed sign-ins leave rows in the audit log, and a flood of them does not fill the disk: one row a minute for each account and
-- address, with the number that it stands for.

create table auth.failure_note (
  key text collate "C" primary key, -- a keyed hash
  noted_at timestamptz not null default '-infinity',
  unnoted int not null default 0
);
create index failure_note_age on auth.failure_note (noted_at);
grant select, insert, update, delete on auth.failure_note to cunzhi_auth;

-- Counts a failure. Returns for how many failures a row is to be written now; 0 when none is. `most`: rows a minute in all.
create function auth.note_failure(account text, most int) returns int
  language plpgsql volatile set search_path = pg_catalog as $$
declare
  at timestamptz;
  is_due boolean;
  failures int;
  rows_now int;
begin
  insert into auth.failure_note (key) values (account), ('all') on conflict do nothing;
  perform from auth.failure_note f where f.key = account for update;
  at := clock_timestamp();
  update auth.failure_note f set unnoted = f.unnoted + 1 where f.key = account
    returning f.noted_at <= at - interval '1 minute', f.unnoted into is_due, failures;
  if not is_due then return 0; end if;
  update auth.failure_note f set
    unnoted = case when f.noted_at <= at - interval '1 minute' then 1 else f.unnoted + 1 end,
    noted_at = case when f.noted_at <= at - interval '1 minute' then at else f.noted_at end
    where f.key = 'all' returning f.unnoted into rows_now;
  if rows_now > most then return 0; end if;
  update auth.failure_note f set noted_at = at, unnoted = 0 where f.key = account;
  delete from auth.failure_note f where f.key in (
    select o.key from auth.failure_note o where o.noted_at < at - interval '1 day' and o.key not in ('all', account)
    order by o.noted_at limit 10 for update skip locked);
  return failures;
end $$;
revoke all on function auth.note_failure(text, int) from public;
grant execute on function auth.note_failure(text, int) to cunzhi_auth;
