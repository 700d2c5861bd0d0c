/**
 * Identity and sessions: better-auth behind a door of our own.
 *
 * One law: no session token stands in any answer, and a session exists only after whoever keeps the books was told.
 */
import { SetupError } from '@cunzhi/plugin';
import type { SignedIn } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { createAccounts } from './accounts.ts';
import type { Activations } from './activate.ts';
import { createBook, type SignInAct } from './book.ts';
import { cookieNames } from './cookies.ts';
import { createLibrary } from './library.ts';
import type { PasswordPreset } from './password-preset.ts';
import type { KnownProvider } from './providers.ts';
import { answerSignIn, type From } from './router.ts';
import { createSessions } from './sessions.ts';
import type { SignedInEvent } from './step.ts';
import { createThrottle } from './throttle.ts';

export interface AuthOptions {
  readonly database: Database;
  /** Signs cookies; changing it signs everybody out. */
  readonly secret: string;
  readonly isDemonstration: boolean;
  readonly preset: PasswordPreset;
  readonly activations: Activations;
  readonly log: Pick<Log, 'error' | 'warn'>;
  /** Who else may say who somebody is; nobody unless named. */
  readonly providers?: readonly KnownProvider[] | undefined;
  /** Told when the final session exists, after one factor or two; when it throws, sign-in fails and no session is left. */
  readonly onSignedIn?: ((event: SignedInEvent) => Promise<void>) | undefined;
  /** Told of failed attempts, and of what people change about their own way in. */
  readonly onAct?: ((act: SignInAct) => Promise<void>) | undefined;
}

export interface Auth {
  /** Whoever is behind a request's cookie. Only what a person does wakes the session: streams and sockets ask with `wakes: false`. */
  accountOf(headers: Headers, options?: { readonly wakes: boolean }): Promise<SignedIn | undefined>;
  /** Answers a request under /api/auth/. */
  handle(request: Request, from: From): Promise<Response>;
  /** Makes an account; used by commands and people with the right to, there is no sign-up. */
  createAccount(account: { username: string; name: string; password: string }): Promise<string>;
  /** Gives an account a new password and ends its sessions; does nothing when it has that password already. */
  setPassword(username: string, password: string): Promise<void>;
}

/** @throws SetupError when the library would keep sessions in a cookie, where they outlive their end. */
export function createAuth(options: AuthOptions): Auth {
  const { database, secret, isDemonstration, log, providers = [] } = options;
  const { onSignedIn = async () => {}, onAct = async () => {} } = options;
  const library = createLibrary(database, secret, isDemonstration);
  const providerLibrary =
    providers.length > 0 ? createLibrary(database, secret, isDemonstration, providers) : undefined;
  if (library.options.session.cookieCache.enabled)
    throw new SetupError(['Sessions are cached in cookies; set session.cookieCache.enabled to false.']);
  const accounts = createAccounts(database, library);
  const sessions = createSessions(database, library);
  const throttle = createThrottle(database, secret);
  const names = cookieNames(isDemonstration);
  const book = createBook({ database, secret, log, onAct });
  const tools = {
    ...options,
    library,
    providerLibrary,
    providers,
    accounts,
    sessions,
    throttle,
    names,
    book,
    onSignedIn,
  };

  return {
    async accountOf(headers, { wakes } = { wakes: true }) {
      const session = await sessions.find(headers, { wakes });
      if (!session || session.mustChange) return undefined;
      return { accountId: session.accountId, factors: session.factors, sessionId: session.id };
    },

    handle: (request, from) => answerSignIn(request, from, tools),

    async createAccount({ username, name, password }) {
      const accountId = await accounts.ensure(username, name);
      await accounts.setPassword(accountId, password);
      return accountId;
    },

    async setPassword(username, password) {
      const accountId = await accounts.idOf(username);
      if (!accountId || (await accounts.hasPassword(accountId, password))) return;
      await accounts.setPassword(accountId, password);
    },
  };
}
