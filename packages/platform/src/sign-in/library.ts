/**
 * better-auth as we use it: sign-in by name or by way of a provider, a second factor by authenticator app, sessions in the database.
 *
 * One law: whatever it could do beyond that is off here, and shut at the router as well.
 */
import { betterAuth } from 'better-auth';
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { setSessionCookie } from 'better-auth/cookies';
import { genericOAuth, twoFactor, username } from 'better-auth/plugins';
import type { Database } from '../database/index.ts';
import { cookieNames } from './cookies.ts';
import { hashPassword, hasHash } from './passwords.ts';
import type { KnownProvider } from './providers.ts';
import * as tables from './sign-in.table.ts';

const IDLE_S = 30 * 60;
const PENDING_S = 10 * 60;
const VERIFY = '/two-factor/verify-';

export type Library = ReturnType<typeof createLibrary>;

export function createLibrary(
  database: Database,
  secret: string,
  isDemonstration: boolean,
  providers: readonly KnownProvider[] = [],
) {
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
      ...(providers.length > 0 ? [genericOAuth({ config: providers.map(askedOf) })] : []),
    ],
    account: {
      // Whoever the provider names has an account of that name here, or none; nothing of it is written over.
      accountLinking: {
        enabled: providers.length > 0,
        trustedProviders: providers.map(({ id }) => id),
        requireLocalEmailVerified: false,
      },
      updateAccountOnSignIn: false,
    },
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
      account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } },
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
        state: { name: names.provider, attributes },
      },
    },
    logger: { disabled: true },
  });
}

/** A provider in the library's words. The placeholder of a mail address is what accounts are found by (`accounts.ts`). */
function askedOf({
  id,
  discoveryUrl,
  clientId,
  secret,
  usernameClaim = 'preferred_username',
  returnTo,
}: KnownProvider) {
  return {
    providerId: id,
    discoveryUrl,
    clientId,
    clientSecret: secret,
    scopes: ['openid', 'profile'],
    pkce: true,
    disableSignUp: true,
    disableImplicitSignUp: true,
    requireIdTokenVerification: true,
    redirectURI: `${returnTo}/api/auth/callback/${id}`,
    mapProfileToUser: (claims: Record<string, unknown>) => ({ email: addressOf(claims[usernameClaim]) }),
  };
}

/** Empty, and so refused, where the claim is no text. */
const addressOf = (claim: unknown): string => {
  const name = typeof claim === 'string' ? claim.normalize('NFC').trim().toLowerCase() : '';
  return name && `${name}@accounts.invalid`;
};

/** What a provider lets its clients do is not needed after sign-in. */
const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
  scope: null,
};

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
