/**
 * The keys of a deployment: one pair for each county, in the database, wrapped by the outer key; in memory once they were needed.
 *
 * One law: a start whose outer key does not open what lies in the database is no start.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { SetupError } from '@cunzhi/plugin';
import { makeMasterKey, readMasterKey, type MasterKey } from './master.ts';

export interface DataKey {
  readonly version: number;
  readonly key: Buffer;
}

export interface SensitiveKeys {
  /** The key that seals new values of a county; made when it has none. */
  current(county: string): Promise<DataKey>;
  /** @throws Error when there is no such version. */
  ofVersion(county: string, version: number): Promise<DataKey>;
  /** The key that hashes for search within a county. */
  search(county: string): Promise<DataKey>;
  /** A hash of an input that nobody can guess back without the outer key. */
  fingerprint(text: string): string;
}

type Purpose = 'data' | 'search' | 'check';
interface WrappedKey {
  readonly purpose: Purpose;
  readonly county: string;
  readonly version: number;
  readonly wrapped: Buffer;
}

const nameOf = ({ purpose, county, version }: Omit<WrappedKey, 'wrapped'>) => `cunzhi ${purpose} ${county} ${version}`;

/**
 * @param sql as the role `cunzhi_keys`
 * @param file where the outer key lies; made when it is missing and nothing was wrapped yet
 * @throws SetupError when it is missing or another one, and keys are there already
 */
export async function openKeys(sql: Sql, file: string): Promise<SensitiveKeys> {
  const rows = await sql<WrappedKey[]>`select purpose, county, version, wrapped from platform.wrapped_key`;
  const master = readMasterKey(file) ?? (rows.length === 0 ? makeMasterKey(file) : undefined);
  if (!master) throw missing(file, rows);
  const known = new Map<string, DataKey>();
  const shut = rows.filter((row) => !remember(known, master, row));
  if (shut.length > 0) throw wrong(file, shut);
  // From the first start on every other start proves its key, also before anything was sealed.
  if (rows.length === 0) await add(sql, known, master, { purpose: 'check', county: '', version: 1 });

  const find = async (purpose: Purpose, county: string, version?: number): Promise<DataKey | undefined> => {
    const versions = [...known].filter(([name]) => name.startsWith(`cunzhi ${purpose} ${county} `));
    const found = version === undefined ? versions : versions.filter(([, one]) => one.version === version);
    return found.map(([, one]) => one).sort((a, b) => b.version - a.version)[0];
  };
  /** Another process may have made it: then its key is taken. */
  const load = async (purpose: Purpose, county: string): Promise<void> => {
    const more = await sql<WrappedKey[]>`
      select purpose, county, version, wrapped from platform.wrapped_key where purpose = ${purpose} and county = ${county}`;
    const bad = more.filter((row) => !remember(known, master, row));
    if (bad.length > 0) throw wrong(file, bad);
  };
  const get = async (purpose: Purpose, county: string): Promise<DataKey> => {
    const found = await find(purpose, county);
    if (found) return found;
    await load(purpose, county);
    const other = await find(purpose, county);
    return other ?? add(sql, known, master, { purpose, county, version: 1 });
  };
  const writes = master.derive('writes');
  return {
    current: (county) => get('data', county),
    search: (county) => get('search', county),
    async ofVersion(county, version) {
      const found = await find('data', county, version);
      if (found) return found;
      await load('data', county);
      const other = await find('data', county, version);
      if (other) return other;
      throw new Error(`There is no key ${version} for the county ${county}.`);
    },
    fingerprint: (text) => createHmac('sha256', writes).update(text).digest('hex'),
  };
}

/** False when the outer key does not open it. */
function remember(known: Map<string, DataKey>, master: MasterKey, row: WrappedKey): boolean {
  try {
    known.set(nameOf(row), { version: row.version, key: master.unwrap(row.wrapped, nameOf(row)) });
    return true;
  } catch {
    return false;
  }
}

/** Makes a key; of two processes at once one makes it, and both have it. */
async function add(
  sql: Sql,
  known: Map<string, DataKey>,
  master: MasterKey,
  row: Omit<WrappedKey, 'wrapped'>,
): Promise<DataKey> {
  const { purpose, county, version } = row;
  await sql`insert into platform.wrapped_key (purpose, county, version, wrapped)
    values (${purpose}, ${county}, ${version}, ${master.wrap(randomBytes(32), nameOf(row))}) on conflict do nothing`;
  const [kept] = await sql<WrappedKey[]>`select purpose, county, version, wrapped from platform.wrapped_key
    where purpose = ${purpose} and county = ${county} and version = ${version}`;
  if (!kept || !remember(known, master, kept)) throw wrong(master.file, [row]);
  return known.get(nameOf(row)) as DataKey;
}

const said = (rows: readonly Pick<WrappedKey, 'county'>[]) =>
  [...new Set(rows.map(({ county }) => county).filter(Boolean))].sort().join(', ') || 'this installation';

const missing = (file: string, rows: readonly WrappedKey[]) =>
  new SetupError([
    `The key file ${file} is missing, and the database holds values that only it can read (${said(rows)}). Put the kept copy there, or set CUNZHI_KEY to where it lies. Never make a new one: what is sealed would be lost.`,
  ]);

const wrong = (file: string, rows: readonly Pick<WrappedKey, 'county'>[]) =>
  new SetupError([
    `The key in ${file} does not open the keys of this database (${said(rows)}): it belongs to another installation. Put the right key there, or set CUNZHI_KEY to where it lies.`,
  ]);
