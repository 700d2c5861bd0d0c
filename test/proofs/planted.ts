/**
 * Numbers of people that are planted by the thousand, all with one beginning, and every place where one could come to light.
 *
 * The beginning is longer than what a mask shows, so that whoever finds it has found a number.
 */
import fs, { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportLines } from '@cunzhi/platform';
import type { TestHost } from '@cunzhi/test';

const BEGINNINGS = { phone: '1997730', idNumber: '9900001800' } as const;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Mobile numbers that nobody has; 10,000 of them. */
export const phoneOf = (index: number): string => BEGINNINGS.phone + String(index).padStart(4, '0');

/** ID numbers of the right form: 28 days, 9 months and 1,000 in each. */
export function idNumberOf(index: number): string {
  const body =
    BEGINNINGS.idNumber +
    String(1 + (Math.floor(index / 28_000) % 9)).padStart(2, '0') +
    String(1 + (index % 28)).padStart(2, '0') +
    String(Math.floor(index / 28) % 1_000).padStart(3, '0');
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

/** As text, in base64 at each of its offsets, in hex, in UTF-16 of both byte orders, and that in hex. */
const DISGUISES: readonly Buffer[] = Object.values(BEGINNINGS).flatMap((text) => {
  const wide = Buffer.from(text, 'utf16le');
  const hex = Buffer.from(text).toString('hex');
  const inBase64 = [0, 1, 2].map((offset) =>
    Buffer.from('x'.repeat(offset) + text)
      .toString('base64')
      .slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + text.length) * 4) / 3)),
  );
  return [text, hex, hex.toUpperCase(), wide.toString('hex'), ...inBase64].map((one) => Buffer.from(one)).concat(wide, Buffer.from(wide).swap16()); // prettier-ignore
});

export const isPlanted = (content: Buffer | string): boolean => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return DISGUISES.some((one) => bytes.includes(one));
};

/** Where numbers stand that should not: names of tables and files, `audit export`. Empty when there are none. */
export async function findPlanted(host: TestHost, more: Readonly<Record<string, string>>): Promise<string[]> {
  return host.sql(async (sql) => {
    await sql`checkpoint`;
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')`;
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
      if (isPlanted(rows.map(({ row }) => row).join('\n'))) found.push(`table ${name}`);
    }
    const lines: string[] = [];
    for await (const some of exportLines(sql)) lines.push(...some);
    if (isPlanted(lines.join('\n'))) found.push('audit export');
    for (const [name, text] of Object.entries(more)) if (isPlanted(text)) found.push(name);

    const [at] = await sql<{ folder: string; oid: string }[]>`
      select current_setting('data_directory') as folder, oid::text from pg_database where datname = current_database()`;
    const folder = at?.folder ?? '';
    const named = { heap: join(folder, 'base', at?.oid ?? ''), wal: join(folder, 'pg_wal') };
    for (const [name, one] of Object.entries(named))
      if (filesIn(one).some((file) => isPlanted(readFileSync(file)))) found.push(name);
    if (isPlanted(readFileSync(join(folder, '..', 'server.log')))) found.push('log of the database');
    return found;
  });
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ name }) => join(folder, name));

/** Keeps what is written on standard error, where the log goes, until the returned function gives it back. */
export function listenToLog(): () => string {
  const kept: string[] = [];
  const before = { write: fs.write, writeSync: fs.writeSync };
  const keep = (fd: unknown, content: unknown) => {
    if (fd === 2) kept.push(String(content));
  };
  const loose = fs as unknown as Record<string, (...all: unknown[]) => unknown>;
  loose['write'] = (...all) => (keep(all[0], all[1]), (before.write as (...more: unknown[]) => unknown)(...all));
  loose['writeSync'] = (...all) => (
    keep(all[0], all[1]),
    (before.writeSync as (...more: unknown[]) => unknown)(...all)
  );
  return () => {
    Object.assign(fs, before);
    return kept.join('\n');
  };
}
