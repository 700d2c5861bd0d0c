/** What every step of sign-in gets and gives, and how a step ends signed in. */
import type { LocalText, Locale } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import type { Accounts } from './accounts.ts';
import type { Activations } from './activate.ts';
import type { Book } from './book.ts';
import { cookieOf, cookiesOut, headersFor, sessionSet, unsigned, type CookieNames } from './cookies.ts';
import type { Library } from './library.ts';
import { PASSWORD_MOST, type PasswordPreset } from './password-preset.ts';
import type { KnownProvider } from './providers.ts';
import type { LiveSession, Sessions } from './sessions.ts';
import { TEXTS, waitText } from './texts.ts';
import type { Guessed, Throttle } from './throttle.ts';

/** Somebody is signed in: the final session exists, and nobody has seen its cookie yet. */
export interface SignedInEvent {
  readonly accountId: string;
  readonly username: string;
  readonly factors: 1 | 2;
  readonly sessionId: string;
}

export interface StepTools {
  readonly database: Database;
  readonly library: Library;
  /** A second one, so that a provider that does not answer holds up nobody who has a password. */
  readonly providerLibrary: Library | undefined;
  readonly providers: readonly KnownProvider[];
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly activations: Activations;
  readonly preset: PasswordPreset;
  readonly names: CookieNames;
  readonly book: Book;
  readonly onSignedIn: (event: SignedInEvent) => Promise<void>;
  readonly log: Pick<Log, 'error' | 'warn'>;
}

export interface Asked {
  readonly headers: Headers;
  readonly prefix: string;
  readonly locale: Locale;
  /** Of the body, or of the address of whoever comes back from a provider. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface Reply {
  readonly status?: number;
  readonly body?: object;
  readonly error?: LocalText;
  readonly cookies?: readonly string[];
  /** A page of ours to go to, with 303. */
  readonly location?: string;
  readonly retryAfterS?: number;
}

export type Step = (asked: Asked, tools: StepTools) => Promise<Reply>;

/** A text of the body; empty when it is missing or longer than anything we would take. */
export function fieldOf({ fields }: Asked, name: string): string {
  const value = fields.get(name) ?? '';
  return value.length > PASSWORD_MOST * 2 ? '' : value;
}

/** A user name as it is kept. */
export const usernameIn = (asked: Asked): string => fieldOf(asked, 'username').trim().toLowerCase();

/** Runs a check that guesses could be made at: 429 when it is too soon, and nothing was checked. */
export async function guarded(
  guessed: Guessed,
  { prefix }: Asked,
  { throttle }: StepTools,
  check: () => Promise<Reply>,
): Promise<Reply> {
  const wait = await throttle.begin(guessed, prefix);
  return wait > 0 ? { status: 429, error: waitText(wait), retryAfterS: wait } : check();
}

/** Passes one act on to the library, with our cookies and a body of our own making. */
export function pass(path: string, body: object, { headers }: Asked, { library, names }: StepTools): Promise<Response> {
  return library.handler(
    new Request(`http://localhost/api/auth${path}`, {
      method: 'POST',
      headers: headersFor(headers, names),
      body: JSON.stringify(body),
    }),
  );
}

/** The session that an answer of the library has begun. */
export async function begunBy(
  answer: Response,
  { sessions, names }: Pick<StepTools, 'sessions' | 'names'>,
): Promise<LiveSession | undefined> {
  const cookie = sessionSet(answer, names);
  return cookie ? sessions.find(new Headers({ cookie }), { wakes: false }) : undefined;
}

/**
 * Ends a step signed in: the session of before is over, an old password narrows the new one if it was used, and whoever keeps the books is told.
 * When they cannot write it down, there is no session.
 */
export async function signedIn(
  answer: Response,
  asked: Asked,
  tools: StepTools,
  { by }: { by: 'password' | 'provider' } = { by: 'password' },
): Promise<Reply> {
  const { sessions, accounts, throttle, preset, names, log } = tools;
  const session = await begunBy(answer, tools);
  if (!session) return { status: 503, error: TEXTS.failed };
  const { accountId, username, factors, id: sessionId } = session;
  const before = cookieOf(asked.headers, names.session);
  if (before && unsigned(before) !== session.token) await sessions.end(unsigned(before));
  const cookies = [...cookiesOut(answer, names), gone(names.pending)];
  if (by === 'password' && preset.days && (await accounts.isOld(accountId, preset.days))) {
    await sessions.narrow(session);
    return { body: { next: 'change-password' }, cookies };
  }
  try {
    await tools.onSignedIn({ accountId, username, factors, sessionId });
  } catch (error) {
    await sessions.end(session.token);
    log.error({ error: String(error) }, 'a sign-in could not be noted, so it was refused');
    return { status: 503, error: TEXTS.failed };
  }
  await throttle.remember([`password ${username}`, `code ${username}`, `factor ${accountId}`], asked.prefix);
  return { body: { next: 'done' }, cookies };
}

const gone = (name: string): string =>
  `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${name.startsWith('__Host-') ? '; Secure' : ''}`;

/** Signing out. */
export const signedOutOf: Step = async (asked, tools) => {
  const session = await tools.sessions.find(asked.headers, { wakes: false });
  const answer = await pass('/sign-out', {}, asked, tools);
  if (session) await tools.book.note({ act: 'signOut', accountId: session.accountId, sessionId: session.id });
  return { body: { next: 'done' }, cookies: cookiesOut(answer, tools.names) };
};
