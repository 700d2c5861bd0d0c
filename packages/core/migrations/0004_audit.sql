-- Reading the audit log, for auditors: it runs as the owner and therefore asks for the caller's reach itself.

-- Newest first, from a position on. A row belongs to its place, else to that of whoever acted; what belongs to neither is for those
-- who audit a whole city.
create function core.audit_entries(
    of_actor uuid, of_act text, within text, from_at timestamptz, to_at timestamptz, before_epoch int, before_xid text, before_id bigint, most int)
  returns table (
    epoch int, xid text, id bigint, occurred_at timestamptz, actor_id uuid, actor_name text, act text, place_code text,
    subject_type text, subject_id text, outcome text, code text)
  language sql stable security definer set search_path = pg_catalog as $$
  select a.epoch, a.xid::text, a.id, a.occurred_at, p.id, p.name, a.act, coalesce(a.place_code, p.place_code),
    a.subject_type, a.subject_id, a.outcome, a.detail ->> 'code'
  from platform.audit a
  left join core.person p
    on p.id = a.actor_id or a.actor_id is null and a.subject_type = 'Account' and p.account_id = a.subject_id
  where case
      when coalesce(a.place_code, p.place_code) is null
        then exists (select from unnest((select app.scope_prefixes(array['core.audit.read']))) prefix where length(prefix) <= 4)
      else app.scope_covers((select app.scope_prefixes(array['core.audit.read'])), coalesce(a.place_code, p.place_code))
    end
    and (of_actor is null or p.id = of_actor)
    and (of_act is null or a.act = of_act)
    and (within is null or coalesce(a.place_code, p.place_code) >= within collate "C"
      and coalesce(a.place_code, p.place_code) < (within || '~') collate "C")
    and (from_at is null or a.occurred_at >= from_at)
    and (to_at is null or a.occurred_at < to_at)
    and (before_id is null or (a.epoch, a.xid, a.id) < (before_epoch, before_xid::xid8, before_id))
  order by a.epoch desc, a.xid desc, a.id desc
  limit most
$$;
revoke all on function core.audit_entries(uuid, text, text, timestamptz, timestamptz, int, text, bigint, int) from public;
grant execute on function core.audit_entries(uuid, text, text, timestamptz, timestamptz, int, text, bigint, int) to cunzhi_app;

-- How far the seal has come; nothing for whoever may not verify.
create function core.audit_seal_state()
  returns table (sealed bigint, unsealed bigint, proved bigint, signed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(s.seq, 0),
    (select count(*) from platform.audit a where s.seq is null or (a.epoch, a.xid, a.id) > (s.epoch, s.xid, s.id)),
    coalesce(r.seq, 0), r.signed_at
  from (select) one
  left join lateral (select * from platform.audit_seal order by seq desc limit 1) s on true
  left join lateral (select * from platform.audit_root order by seq desc limit 1) r on true
  where cardinality(app.scope_prefixes(array['core.audit.verify'])) > 0
$$;
revoke all on function core.audit_seal_state() from public;
grant execute on function core.audit_seal_state() to cunzhi_app;
