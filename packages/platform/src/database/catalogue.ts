/**
 * What a migration touched outside of its own schema: the catalogue before and after, compared inside its transaction.
 *
 * Reading the SQL would miss what a function or a `do` block does; the catalogue and the row counters do not.
 */
import type { TransactionSql } from 'postgres';

/** Everything outside of the plugin's schema: its name → a fingerprint of how it stands. */
export type Catalogue = ReadonlyMap<string, string>;

/** Reads the catalogue without the schema `own` and PostgreSQL's own things. */
export async function readCatalogue(tx: TransactionSql, own: string): Promise<Catalogue> {
  const rows = await tx<{ name: string; print: string }[]>`
    with spaces as (
      select oid, nspname from pg_namespace where nspname <> ${own} and nspname !~ '^pg_' and nspname <> 'information_schema')
    select 'schema ' || s.nspname as name, md5(row(n.nspowner, n.nspacl)::text) as print from spaces s join pg_namespace n using (oid)
    union all select 'table ' || s.nspname || '.' || c.relname, md5(row(c.relkind, c.relowner, c.relacl, c.relfilenode,
        c.relrowsecurity, c.relforcerowsecurity, c.reloptions, case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
        (select array_agg(row(a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attisdropped, a.attacl, a.attidentity,
            pg_get_expr(d.adbin, d.adrelid))::text order by a.attnum)
         from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0))::text)
      from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i')
    union all select 'constraint ' || k.conname || ' of ' || s.nspname, md5(row(k.conrelid, pg_get_constraintdef(k.oid))::text)
      from pg_constraint k join spaces s on s.oid = k.connamespace
    union all select 'function ' || s.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
        md5(row(p.prosrc, p.proowner, p.proacl, p.prosecdef, p.proconfig, p.prosqlbody)::text)
      from pg_proc p join spaces s on s.oid = p.pronamespace
    union all select 'type ' || s.nspname || '.' || t.typname, md5(row(t.typtype, t.typowner, t.typacl,
        (select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))::text)
      from pg_type t join spaces s on s.oid = t.typnamespace
    union all select 'trigger ' || t.tgname || ' on ' || s.nspname || '.' || c.relname, md5(row(t.tgenabled, pg_get_triggerdef(t.oid))::text)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join spaces s on s.oid = c.relnamespace where not t.tgisinternal
    union all select 'policy ' || p.polname || ' on ' || s.nspname || '.' || c.relname, md5(row(p.polcmd, p.polroles, p.polpermissive,
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))::text)
      from pg_policy p join pg_class c on c.oid = p.polrelid join spaces s on s.oid = c.relnamespace
    union all select 'rule ' || r.rulename || ' on ' || s.nspname || '.' || c.relname, md5(pg_get_ruledef(r.oid))
      from pg_rewrite r join pg_class c on c.oid = r.ev_class join spaces s on s.oid = c.relnamespace where r.rulename <> '_RETURN'
    union all select 'role ' || rolname, md5(row(rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolconfig)::text) from pg_roles
    union all select 'membership ' || roleid::regrole || ' of ' || member::regrole, '' from pg_auth_members
    union all select 'extension ' || extname, extversion from pg_extension
    union all select 'event trigger ' || evtname, evtenabled::text from pg_event_trigger
    union all select 'default privileges of ' || defaclrole::regrole, md5(array_agg(row(defaclnamespace, defaclobjtype, defaclacl)::text
        order by oid)::text) from pg_default_acl group by defaclrole
    union all select 'setting of ' || setrole::text, md5(setconfig::text) from pg_db_role_setting
      where setdatabase in (0, (select oid from pg_database where datname = current_database()))
    union all select 'rows of ' || t.schemaname || '.' || t.relname, row(t.n_tup_ins, t.n_tup_upd, t.n_tup_del)::text
      from pg_stat_xact_user_tables t join spaces s on s.nspname = t.schemaname where t.n_tup_ins + t.n_tup_upd + t.n_tup_del > 0`;
  return new Map(rows.map(({ name, print }) => [name, print]));
}

/** What is new, gone or different, by name: `table core.person`, `rows of core.place`. */
export function differences(before: Catalogue, after: Catalogue): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}
