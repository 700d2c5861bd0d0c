/** The three fences, each with a switch: the rules of the schema, the range of the door, the row security of the database. */
import type { TestHost } from '@cunzhi/test';

const operationOf = (host: TestHost) => host.host.operation(null, 'zh');

/** Each fence: switches it off, gives what switches it on again. */
export const FENCES: Readonly<Record<string, (host: TestHost) => Promise<() => Promise<unknown>>>> = {
  async 'no fence'() {
    return async () => {};
  },
  async 'the schema'(host) {
    const own = Object.getPrototypeOf(operationOf(host)) as { can: unknown; require: unknown };
    const { can, require } = own;
    Object.assign(own, { can: () => true, require: () => {} });
    return async () => Object.assign(own, { can, require });
  },
  async 'the door'(host) {
    const tables = operationOf(host).tools.tables as Map<string, never>;
    const kept = [...tables];
    tables.clear();
    return async () => kept.forEach(([name, one]) => tables.set(name, one));
  },
  async 'the database'(host) {
    const secured = await host.sql(
      (sql) =>
        sql<
          { name: string }[]
        >`select oid::regclass::text as name from pg_class where relrowsecurity and relnamespace::regnamespace::text ~ '^(core|plugin_)'`,
    );
    const turn = (how: string) =>
      host.sql(async (sql) => {
        for (const { name } of secured) await sql.unsafe(`alter table ${name} ${how} row level security`);
      });
    await turn('disable');
    return () => turn('enable');
  },
};
