-- The audit log as auditors read it, with the person as whom somebody looked, the sensitive field that was shown, and why.

drop function core.audit_entries(uuid, text, text, timestamptz, timestamptz, int, text, bigint, int);
create function core.audit_entries(
    of_actor uuid, of_act text, within text, from_at timestamptz, to_at timestamptz, before_epoch int, before_xid text, before_id bigint, most int)
  returns table (
    epoch int, xid text, id bigint, occurred_at timestamptz, actor_id uuid, actor_name text, about_id uuid, about_name text, act text, place_code text,
    subject_type text, subject_id text, outcome text, code text, field text, reason text)
  language sql stable security definer set search_path = pg_catalog as $$
  select a.epoch, a.xid::text, a.id, a.occurred_at, p.id, p.name, o.id, o.name, a.act, coalesce(a.place_code, p.place_code),
    a.subject_type, a.subject_id, a.outcome, a.detail ->> 'code', a.detail ->> 'field',
    (select r.reason from platform.reveal r
      where r.operation_id = a.operation_id and r.subject_id::text = a.subject_id and r.field = a.detail ->> 'field'
      order by r.revealed_at limit 1)
  from platform.audit a
  left join core.person p
    on p.id = a.actor_id or a.actor_id is null and a.subject_type = 'Account' and p.account_id = a.subject_id
  left join core.person o on o.id::text = a.detail ->> 'about'
  where case
      when coalesce(a.place_code, p.place_code) is null
        then exists (select from unnest((select app.scope_prefixes(array['core.audit.read']))) prefix where length(prefix) <= 4)
      else app.scope_covers((select app.scope_prefixes(array['core.audit.read'])), coalesce(a.place_code, p.place_code))
    end
    and (of_actor is null or p.id = of_actor or o.id = of_actor)
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
