/**
 * The door to sign-in: the paths of this table, and for each the few words that it may say.
 *
 * One law: what is not reachable has no flaw. Everything else is not found, and no answer of the library passes as it is.
 */
import type { LocalText, Locale } from '@cunzhi/plugin';
import { signedOutOf, type Reply, type Step, type StepTools } from './step.ts';
import { changePassword } from './step.change-password.ts';
import { fromProvider, listProviders, toProvider } from './step.provider.ts';
import { enableSecondFactor, proveSecondFactor } from './step.second-factor.ts';
import { firstSignIn, signIn } from './step.sign-in.ts';

const STEPS: Readonly<Record<string, Step>> = {
  '/api/auth/sign-in/username': signIn,
  '/api/auth/activate': firstSignIn,
  '/api/auth/two-factor/enable': enableSecondFactor,
  '/api/auth/two-factor/verify-totp': proveSecondFactor('totp'),
  '/api/auth/two-factor/verify-backup-code': proveSecondFactor('backup'),
  '/api/auth/change-password': changePassword,
  '/api/auth/providers': listProviders,
  '/api/auth/sign-in/social': toProvider,
  '/api/auth/sign-out': signedOutOf,
};
const RETURN = /^\/api\/auth\/callback\/([a-z][a-z0-9-]*)$/;

/** The one way in that a browser takes from another site; it proves itself by a cookie and what the provider gave along. */
export const isReturn = (method: string | undefined, path: string): boolean => method === 'GET' && RETURN.test(path);

export interface From {
  /** Where it comes from, as an address prefix. */
  readonly prefix: string;
  readonly locale: Locale;
}

/** Answers a request under /api/auth/. */
export async function answerSignIn(request: Request, { prefix, locale }: From, tools: StepTools): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const step = stepAt(request.method, pathname);
  if (!step) return new Response(null, { status: 404 });
  const given = request.method === 'GET' ? Object.fromEntries(searchParams) : await request.json().catch(() => null);
  return responseOf(await step({ headers: request.headers, prefix, locale, fields: fieldsOf(given) }, tools), locale);
}

function stepAt(method: string, pathname: string): Step | undefined {
  if (isReturn(method, pathname)) return fromProvider(RETURN.exec(pathname)?.[1] ?? '');
  return method === 'POST' ? Object.entries(STEPS).find(([path]) => path === pathname)?.[1] : undefined;
}

function responseOf(
  { status = 200, body, error, cookies = [], location, retryAfterS }: Reply,
  locale: Locale,
): Response {
  if (status === 404) return new Response(null, { status });
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  if (retryAfterS !== undefined) headers.set('retry-after', String(retryAfterS));
  if (location !== undefined) headers.set('location', location);
  return new Response(JSON.stringify(error ? { error: said(error, locale) } : body), { status, headers });
}

const said = (text: LocalText, locale: Locale): string => text[locale];

/** The texts of a body or an address, composed; whatever is no text is not there. */
function fieldsOf(body: unknown): ReadonlyMap<string, string> {
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return new Map(
    entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value.normalize('NFC')] as const] : [])),
  );
}
