/**
 * Conformance: twelve checks that every plugin of the platform passes, ours and a stranger's, in one line of a test file.
 *
 * Each check runs real hosts on real databases; what it needs to know beyond the plugin is said in the options.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, isPending, planInstall, uninstall } from '@cunzhi/platform';
import type { AnyPlugin } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';
import { emptyDatabase, installedDatabase } from '../cluster.ts';
import { createTestHost, type TestHost } from '../host.ts';
import { findAdminProblems } from './admin.ts';
import { closureOf, rolesOf } from './closure.ts';
import { columnsIn, contentOf, remainsOf } from './database.ts';
import { emitSample, sampleEvents, withThrowingHandlers } from './events.ts';
import { withFirstMigrations, migrationFiles } from './migrations.ts';
import { entryFields, listQueries, readEverything } from './queries.ts';
import { findBreaking } from './schema-diff.ts';

export interface ConformanceOptions {
  /** Fills tables, so that lists have at least twenty rows for the person who asks; for the check of statements. */
  readonly seed?: (host: TestHost) => Promise<void>;
  /** The package's folder, where its `schema.graphql` is kept; without it the check of breaking changes has nothing to compare. */
  readonly folder?: URL;
}

/** Registers the twelve checks for this plugin. */
export function conformance(plugin: AnyPlugin, options: ConformanceOptions = {}): void {
  describe(`${plugin.id} conforms`, () => {
    const all = closureOf(plugin, true);
    const least = closureOf(plugin, false);
    let host: TestHost;
    beforeAll(async () => {
      host = await createTestHost({ plugins: all, as: [rolesOf(all), '3305'] });
    });
    afterAll(() => host?.close());

    it('1 boots with what it uses and nothing else', () => {
      expect(host.host.states.of(plugin.id)).toMatchObject({ state: 'live', reason: null });
    });

    it('2 boots without its optional uses', async () => {
      const alone = await createTestHost({ plugins: least });
      const state = alone.host.states.of(plugin.id);
      await alone.close();
      expect(state).toMatchObject({ state: 'live', reason: null });
    });

    it('3 migrates from every published version', async () => {
      const fresh = await installedDatabase(least);
      const wanted = await columnsIn(fresh.url, plugin);
      await fresh.drop();
      for (let count = 0; count < migrationFiles(plugin).length; count++) {
        const old = await emptyDatabase();
        await install(old.url, [...least.slice(0, -1), withFirstMigrations(plugin, count)], standards);
        await install(old.url, least, standards);
        const found = await columnsIn(old.url, plugin);
        await old.drop();
        expect(found, `after ${count} files of an older version`).toEqual(wanted);
      }
    });

    it('4 has nothing left to plan after it was applied', async () => {
      const { plugins } = await planInstall(host.databaseUrl, all, standards);
      expect(plugins.filter(isPending)).toEqual([]);
    });

    it('5 leaves nothing behind when it is uninstalled', async () => {
      const database = await installedDatabase(least);
      const gone = { ...plugin, uninstall: 'drop' as const };
      if (plugin.id !== 'core')
        await uninstall({ databaseUrl: database.url, plugin: gone, installed: least, dataFolder: '' });
      const remains = plugin.id === 'core' ? [] : await remainsOf(database.url, plugin);
      await database.drop();
      expect(remains).toEqual([]);
    });

    it('6 gives every field a rule and a description, and every list an end', () => {
      // Rule and description are asked by the host itself: a schema without them does not come to life.
      expect(listQueries(host.host.schema, plugin.id).filter(({ isPaged }) => !isPaged)).toEqual([]);
    });

    it('7 asks as many SQL statements for six parents as for two', async () => {
      await options.seed?.(host);
      for (const { name, query } of listQueries(host.host.schema, plugin.id)) {
        const ask = (first: number) =>
          host.countStatements(async () => expect((await host.query(query(first))).errors, name).toBeUndefined());
        const [many, few] = [await ask(6), await ask(2)];
        expect(many, name).toBe(few);
      }
    });

    it('8 stops nobody when a handler throws', async () => {
      const broken = await createTestHost({
        plugins: [...all.filter(({ id }) => id !== plugin.id), withThrowingHandlers(plugin)],
      });
      for (const event of sampleEvents(plugin)) await emitSample(broken, event);
      const { data } = await broken.query('{ platform { version } }');
      const state = broken.host.states.of(plugin.id)?.state;
      await broken.close();
      expect(data.platform.version).toBeTruthy();
      expect(state).toBe('live');
    });

    it('9 does no harm when a handler runs twice for the same event', async () => {
      for (const event of sampleEvents(plugin)) {
        const handler = plugin.on[event.name];
        if (!handler) continue;
        const run = () => host.asSystem((ctx) => handler(ctx, event as never)).catch(() => {});
        await run();
        const once = await contentOf(host.databaseUrl, plugin);
        await run();
        expect(await contentOf(host.databaseUrl, plugin), event.name).toEqual(once);
      }
    });

    it('10 answers null while it is paused, and everything else answers', async () => {
      if (plugin.id === 'core') return;
      await host.host.pause(plugin.id, 'conformance', 'conformance');
      const { data, errors } = await host.query(readEverything(host.host.schema, plugin.id));
      await host.host.resume(plugin.id);
      expect(data.platform.version).toBeTruthy();
      const codes = new Set((errors ?? []).map(({ extensions }) => extensions.code));
      expect([...codes]).toEqual(entryFields(host.host.schema, plugin.id).length > 0 ? ['PLUGIN_PAUSED'] : []);
    });

    it('11 breaks nobody’s documents without a new major version', () => {
      expect(findBreaking(host.host.schema, plugin, options.folder)).toEqual([]);
    });

    it('12 has an admin entry of allowed imports and small size', () => {
      expect(findAdminProblems(plugin)).toEqual([]);
    });
  });
}
