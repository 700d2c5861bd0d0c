/**
 * better-auth as we use it: sign-in by name, a second factor by authenticator app, sessions in the database.
 *
 * One law: whatever it could do beyond that is off here, and shut at the router as well.
 */
import { betterAuth } from 'better-auth';
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor, username } from 'better-auth/plugins';
import type { Database } from '../database/index.ts';
import { cookieNames } from './cookies.ts';
import { hashPassword, hasHash } from './passwords.ts';
import * as tables from './sign-in.table.ts';

const IDLE_S = 30 * 60;
const PENDING_S = 10 * 60;
const VERIFY = '/two-factor/verify-';

export type Library = ReturnType<typeof createLibrary>;

export function createLibrary(database: Database, secret: string, isDemonstration: boolean) {
  const names = cookieNames(isDemonstration);
  const attributes = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: !isDemonstration };
  return betterAuth({
    database: drizzleAdapter(database, { provider: 'pg', schema: tables }),
    secret,
    basePath: '/api/auth',
    baseURL: 'http://localhost',
    appName: '村治',
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // Length and the rest are checked by the preset of the deployment, with a sentence.
      minPasswordLength: 1,
      maxPasswordLength: 1_000,
      password: { hash: hashPassword, verify: ({ hash, password }) => hasHash(password, hash) },
    },
    plugins: [
      // Every name takes the same way, so that its form tells nothing; which names there may be is checked where they are made.
      username({ minUsernameLength: 1, maxUsernameLength: 200, usernameValidator: () => true }),
      // The throttle of the router counts for the account; a lock would be a means against its owner.
      twoFactor({ twoFactorCookieMaxAge: PENDING_S, accountLockout: { enabled: false } }),
    ],
    session: {
      expiresIn: IDLE_S,
      updateAge: 60,
      cookieCache: { enabled: false },
      additionalFields: {
        factors: { type: 'number', required: false, defaultValue: 1, input: false },
        mustChange: { type: 'boolean', required: false, defaultValue: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({ data: { ...session, factors: factorsAfter(context) } }),
        },
      },
    },
    hooks: {
      // A second factor shown inside a session makes a new session, as it does at sign-in.
      after: createAuthMiddleware(async (ctx) => {
        if (!ctx.path.startsWith(VERIFY) || ctx.context.newSession || ctx.context.returned instanceof Error) return;
        const current = await getSessionFromCtx(ctx);
        if (!current?.user['twoFactorEnabled']) return;
        const session = await ctx.context.internalAdapter.createSession(current.user.id);
        await setSessionCookie(ctx, { session, user: current.user });
        await ctx.context.internalAdapter.deleteSession(current.session.token);
      }),
    },
    rateLimit: { enabled: false }, // the router's own throttle holds for all nodes together
    advanced: {
      useSecureCookies: false, // the library's own switch would put `__Secure-` in front of the name
      disableOriginCheck: true,
      disableCSRFCheck: true, // our router has checked the Origin already
      ipAddress: { disableIpTracking: true },
      cookies: {
        session_token: { name: names.session, attributes },
        two_factor: { name: names.pending, attributes },
      },
    },
    logger: { disabled: true },
  });
}

interface Creating {
  readonly path?: string | undefined;
  readonly context?:
    { readonly session?: { readonly session: Record<string, unknown> } | null | undefined } | undefined;
}

/** How many proofs the session that is being made stands for. A new password keeps what was shown. */
function factorsAfter(context: Creating | null | undefined): 1 | 2 {
  if (context?.path?.startsWith(VERIFY)) return 2;
  return context?.path === '/change-password' && context.context?.session?.session['factors'] === 2 ? 2 : 1;
}
