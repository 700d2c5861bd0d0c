/**
 * What the account doors of the server answer: signing in, a first password, the second factor, another password.
 *
 * One law: nothing typed here is kept; the answer is where to go next, or one sentence that says what is wrong.
 */
import { language } from './language.ts';

/** Why it did not go on; `sentence` is the server's, in the language of the page. */
export interface AccountFailure {
  readonly ok: false;
  /** `already`: there is nothing left to do. */
  readonly why: 'wrong' | 'tooMany' | 'offline' | 'unfit' | 'already';
  readonly sentence?: string | undefined;
}
export type AccountNext = 'done' | 'second-factor' | 'change-password';
export type AccountAnswer =
  | {
      readonly ok: true;
      readonly next: AccountNext;
      /** Setting up a second factor: the address for the authenticator app, and the codes for emergencies, shown once. */
      readonly uri?: string | undefined;
      readonly backupCodes?: readonly string[] | undefined;
    }
  | AccountFailure;

/** Asks one of the doors under /api/auth/. Never throws: a server out of reach is an answer too. */
export async function askAccount(path: string, body: object): Promise<AccountAnswer> {
  const response = await post(`/api/auth/${path}`, body);
  if (!response || response.status >= 500) return { ok: false, why: 'offline' };
  const said: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    return { ok: true, next: nextOf(said), uri: textIn(said, 'uri'), backupCodes: listIn(said, 'backupCodes') };
  }
  return { ok: false, why: WHY.get(response.status) ?? 'wrong', sentence: textIn(said, 'error') };
}

/** Another system that signs people in, as the sign-in page names it. */
export interface ProviderChoice {
  readonly id: string;
  readonly name: string;
}

/** The providers that this server knows, in the language of the page; none where it cannot be asked. */
export async function askProviders(): Promise<readonly ProviderChoice[]> {
  const response = await post('/api/auth/providers', {});
  const said: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined;
  const listed = valueIn(said, 'providers');
  return (Array.isArray(listed) ? listed : []).flatMap((one: unknown) => {
    const [id, name] = [textIn(one, 'id'), textIn(one, 'name')];
    return id && name ? [{ id, name }] : [];
  });
}

/** Where to sign in at a provider; undefined when it cannot be reached. */
export async function askWayTo(provider: string): Promise<string | undefined> {
  const response = await post('/api/auth/sign-in/social', { provider });
  return response?.ok ? textIn(await response.json().catch(() => undefined), 'url') : undefined;
}

const WHY: ReadonlyMap<number, AccountFailure['why']> = new Map([
  [409, 'already'],
  [422, 'unfit'],
  [429, 'tooMany'],
]);

async function post(path: string, body: object): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        'x-cunzhi-client': 'admin/1.0.0',
        'accept-language': language.value,
      },
      body: JSON.stringify(body),
    });
  } catch {
    return undefined;
  }
}

function nextOf(said: unknown): AccountNext {
  const next = textIn(said, 'next');
  return next === 'second-factor' || next === 'change-password' ? next : 'done';
}

const valueIn = (said: unknown, key: string): unknown =>
  typeof said === 'object' && said !== null ? Object.entries(said).find(([name]) => name === key)?.[1] : undefined;

function textIn(said: unknown, key: string): string | undefined {
  const value = valueIn(said, key);
  return typeof value === 'string' ? value : undefined;
}

function listIn(said: unknown, key: string): readonly string[] | undefined {
  const value = valueIn(said, key);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}
