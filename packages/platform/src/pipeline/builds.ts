/**
 * The documents of the client's builds: this node's own, and for a week those of other nodes and of builds before.
 *
 * One law: they stand in the database, so that a page is answered by whichever node and after whichever restart; what stands nowhere
 * is free text.
 */
import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Log } from '../log/index.ts';
import type { ListedDocuments } from './documents.ts';

/** Texts by id (`sha256:…`), as the client's build wrote them. */
export type DocumentList = Readonly<Record<string, string>>;

export interface BuildsOptions {
  readonly sql: Sql;
  readonly log: Pick<Log, 'warn'>;
  readonly now?: (() => Date) | undefined;
}

export interface Builds extends ListedDocuments {
  /** Knows from here on what stands in the database now. */
  look(): Promise<void>;
  /** Lists this node's own build, for everybody, and keeps it listed as long as the node runs. */
  serve(documents: DocumentList): Promise<void>;
  stop(): Promise<void>;
}

interface Build {
  readonly documents: ReadonlyMap<string, string>;
  servedAt: Date;
}

const KEPT_MS = 7 * 24 * 3600 * 1000;
const LOOK_MS = 1_000;
const TOUCH_MS = 3600 * 1000;

/** Looks once a second, until it is stopped: another node may hand out another build. */
export function openBuilds({ sql, log, now = () => new Date() }: BuildsOptions): Builds {
  const builds = new Map<string, Build>();
  let own: string | undefined;
  let touchedAt = 0;

  async function look(): Promise<void> {
    if (own && now().getTime() - touchedAt > TOUCH_MS) await touch(own);
    const rows = await sql<{ id: string; servedAt: Date }[]>`
      select id, served_at as "servedAt" from platform.client_build where served_at > ${new Date(now().getTime() - KEPT_MS)}`;
    for (const { id, servedAt } of rows) {
      const known = builds.get(id);
      if (known) known.servedAt = servedAt;
      else builds.set(id, { servedAt, documents: await documentsOf(id) });
    }
  }

  async function documentsOf(id: string): Promise<ReadonlyMap<string, string>> {
    const [row] = await sql<{ documents: Record<string, string> }[]>`
      select documents from platform.client_build where id = ${id}`;
    return new Map(Object.entries(row?.documents ?? {}));
  }

  async function touch(id: string): Promise<void> {
    touchedAt = now().getTime();
    await sql`update platform.client_build set served_at = ${now()} where id = ${id}`;
    await sql`delete from platform.client_build where served_at < ${new Date(touchedAt - 2 * KEPT_MS)}`;
  }

  const following = everyNow(LOOK_MS, look, log);
  return {
    look,
    textOf(id) {
      const since = now().getTime() - KEPT_MS;
      for (const [build, { documents, servedAt }] of builds) {
        const text = documents.get(id);
        if (text !== undefined && (build === own || servedAt.getTime() > since)) return text;
      }
      return undefined;
    },
    async serve(documents) {
      const id = createHash('sha256').update(Object.keys(documents).sort().join()).digest('hex');
      await sql`
        insert into platform.client_build (id, documents, served_at)
        values (${id}, ${JSON.stringify(documents)}::text::jsonb, ${now()})
        on conflict (id) do update set served_at = excluded.served_at`;
      own = id;
      touchedAt = 0;
      await look();
    },
    stop: () => following.stop(),
  };
}

/** One round after the other; what fails is said once, and tried again. */
function everyNow(ms: number, work: () => Promise<void>, log: Pick<Log, 'warn'>): { stop(): Promise<void> } {
  let isStopped = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  const turn = async () => {
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!isFailing && !isStopped)
        log.warn({ error: String(error) }, 'the lists of documents cannot be read; trying again');
      isFailing = true;
    }
    plan();
  };
  const plan = () => {
    if (!isStopped) timer = setTimeout(() => void (round = turn()), ms);
  };
  plan();
  return { stop: async () => ((isStopped = true), clearTimeout(timer), round) };
}
