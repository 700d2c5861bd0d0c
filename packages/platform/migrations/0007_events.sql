-- Closed circles: an event of a record that only its handlers may see names them; null is everybody in reach.
alter table platform.event add column handlers uuid[];

-- After a restore from a backup of another cluster the log may hold numbers that this cluster has not given yet: readers would
-- wait for them, and what comes next would be sorted before what is there. Such a log must begin a new epoch.
create function platform.log_is_ahead() returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select coalesce((select xid >= pg_snapshot_xmax(pg_current_snapshot())
    from platform.event where epoch = platform.current_epoch() order by event.epoch desc, event.xid desc limit 1), false)
$$;

-- Seconds since the oldest event that was written but cannot be read yet, because a transaction before it still runs.
create function platform.log_lag() returns double precision
  language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(extract(epoch from clock_timestamp() - min(occurred_at)), 0)::double precision
  from platform.event
  where epoch = platform.current_epoch() and xid >= pg_snapshot_xmin(pg_current_snapshot())
$$;
revoke all on function platform.log_is_ahead(), platform.log_lag() from public;
grant execute on function platform.log_is_ahead(), platform.log_lag() to cunzhi_follow;
