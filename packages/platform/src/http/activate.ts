/**
 * The first sign-in: somebody comes with a code on paper and sets a password of their own.
 *
 * An unknown name, a wrong, a used and an old code are one answer; the code is used up only when the password was taken.
 */
import type { Db } from '@cunzhi/plugin';
import type { Auth } from './auth.ts';
import type { Database } from '../database/index.ts';

/** Who has which code; the core plugin fills this. */
export interface Activations {
  find(
    db: Db,
    username: string,
    code: string,
  ): Promise<{ personId: string; name: string; accountId: string | null } | undefined>;
  /** False when the code was used in between. */
  use(db: Db, personId: string, code: string, accountId: string): Promise<boolean>;
}

const MOST_TEXT = 200;

/** Answers `{ username, code, password }` with `{ next: "done" }`, or 401; then one signs in as usual. */
export async function activate(
  body: unknown,
  database: Database,
  auth: Auth,
  activations: Activations,
): Promise<Response> {
  const { username, code, password } = textsOf(body);
  const found = username && code ? await activations.find(database, username, code) : undefined;
  if (!found) return answer(401, { error: 'refused' });
  if (password.length < PASSWORD_LEAST || password.length > MOST_TEXT) return answer(422, { error: 'password' });
  const name = username.trim().toLowerCase();
  const accountId = found.accountId ?? (await auth.createAccount({ username: name, name: found.name, password }));
  if (!(await activations.use(database, found.personId, code, accountId))) return answer(401, { error: 'refused' });
  if (found.accountId) await auth.setPassword(name, password);
  return answer(200, { next: 'done' });
}

const PASSWORD_LEAST = 8;

function textsOf(body: unknown): { username: string; code: string; password: string } {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string) => (typeof given[key] === 'string' ? given[key].slice(0, MOST_TEXT + 1) : '');
  return { username: text('username'), code: text('code'), password: text('password') };
}

const answer = (status: number, body: object) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
