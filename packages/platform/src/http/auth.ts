/**
 * Sign-in by better-auth, behind a door of our own: three paths, and no session token in any answer.
 */
import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { username } from 'better-auth/plugins';
import { eq } from 'drizzle-orm';
import type { SignedIn } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import * as tables from './auth.table.ts';

export interface AuthOptions {
  readonly database: Database;
  /** Signs cookies; changing it signs everybody out. */
  readonly secret: string;
  readonly isDemonstration: boolean;
  readonly now?: (() => Date) | undefined;
}

export interface Auth {
  /** The account behind a request's cookie; undefined when the session is dead, unknown or too old. */
  accountOf(headers: Headers): Promise<SignedIn | undefined>;
  /** Answers a request under /api/auth/. */
  handle(request: Request): Promise<Response>;
  /** Makes an account; used by commands and people with the right to, there is no sign-up. */
  createAccount(account: { username: string; name: string; password: string }): Promise<string>;
  /** Gives an account a new password and ends its sessions; does nothing when it has that password already. */
  setPassword(username: string, password: string): Promise<void>;
}

/** OWASP's floor for Argon2id. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const IDLE_S = 30 * 60;
const LONGEST_MS = 12 * 3600 * 1000;
const PATHS = ['/api/auth/sign-in/username', '/api/auth/sign-out'];

export function createAuth({ database, secret, isDemonstration, now = () => new Date() }: AuthOptions): Auth {
  const attributes = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: !isDemonstration };
  const auth = betterAuth({
    database: drizzleAdapter(database, { provider: 'pg', schema: tables }),
    secret,
    basePath: '/api/auth',
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      password: { hash: (password) => hash(password, ARGON2), verify: (given) => verify(given.hash, given.password) },
    },
    plugins: [username()],
    session: { expiresIn: IDLE_S, updateAge: 60, cookieCache: { enabled: false } },
    // Slowing down guesses by account and address comes with the issue "Access"; this stops a flood.
    rateLimit: { enabled: true, window: 60, max: 300, customRules: { '/sign-in/username': { window: 60, max: 60 } } },
    advanced: {
      useSecureCookies: false, // the library's own switch would put `__Secure-` in front of the name
      disableOriginCheck: true,
      disableCSRFCheck: true, // our router has checked the Origin already
      cookies: { session_token: { name: isDemonstration ? 'cunzhi' : '__Host-cunzhi', attributes } },
    },
    logger: { disabled: true },
  });

  return {
    async accountOf(headers) {
      if (!headers.get('cookie')) return undefined;
      const found = await auth.api.getSession({ headers });
      if (!found || now().getTime() - found.session.createdAt.getTime() > LONGEST_MS) return undefined;
      return { accountId: found.user.id, factors: 1 };
    },

    async handle(request) {
      const { pathname } = new URL(request.url);
      if (request.method !== 'POST' || !PATHS.includes(pathname)) return new Response(null, { status: 404 });
      const answer = await auth.handler(request);
      return new Response(JSON.stringify(bodyFor(answer.status, pathname)), {
        status: answer.ok ? 200 : answer.status === 429 ? 429 : 401,
        headers: [...cookiesOf(answer), ['content-type', 'application/json'], ['cache-control', 'no-store']],
      });
    },

    async createAccount({ username: name, name: displayName, password }) {
      const context = await auth.$context;
      const created = await context.internalAdapter.createUser(
        {
          name: displayName,
          email: `${name}@accounts.invalid`,
          emailVerified: false,
          username: name,
          displayUsername: name,
        },
        { method: 'admin' },
      );
      await context.internalAdapter.linkAccount({
        userId: created.id,
        accountId: created.id,
        providerId: 'credential',
        password: await context.password.hash(password),
      });
      return created.id;
    },

    async setPassword(name, password) {
      const context = await auth.$context;
      const [found] = await database.select().from(tables.user).where(eq(tables.user.username, name));
      if (!found) return;
      const accounts = await context.internalAdapter.findAccounts(found.id);
      const current = accounts.find(({ providerId }) => providerId === 'credential')?.password;
      if (current && (await context.password.verify({ hash: current, password }))) return;
      await context.internalAdapter.updatePassword(found.id, await context.password.hash(password));
      await context.internalAdapter.deleteUserSessions(found.id);
    },
  };
}

/** One text for an unknown name and a wrong password: which of the two it was is nobody's business. */
function bodyFor(status: number, path: string): object {
  if (status === 429) return { error: '试得太快了，请过一分钟再试。已填的都在。' };
  if (status >= 400) return { error: '名字或密码不对。请再看一下，或请管理员帮您重设。' };
  return { next: path.endsWith('/sign-out') ? 'signed-out' : 'done' };
}

const cookiesOf = (answer: Response): [string, string][] =>
  answer.headers.getSetCookie().map((cookie) => ['set-cookie', cookie]);
