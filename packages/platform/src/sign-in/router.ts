/**
 * The door to sign-in: the paths of this table, and for each the few words that it may say.
 *
 * One law: what is not reachable has no flaw. Everything else is not found, and no answer of the library passes as it is.
 */
import type { LocalText, Locale } from '@cunzhi/plugin';
import { signedOutOf, type Asked, type Reply, type Step, type StepTools } from './step.ts';
import { changePassword } from './step.change-password.ts';
import { enableSecondFactor, proveSecondFactor } from './step.second-factor.ts';
import { firstSignIn, signIn } from './step.sign-in.ts';

const STEPS: Readonly<Record<string, Step>> = {
  '/api/auth/sign-in/username': signIn,
  '/api/auth/activate': firstSignIn,
  '/api/auth/two-factor/enable': enableSecondFactor,
  '/api/auth/two-factor/verify-totp': proveSecondFactor('totp'),
  '/api/auth/two-factor/verify-backup-code': proveSecondFactor('backup'),
  '/api/auth/change-password': changePassword,
  '/api/auth/sign-out': signedOutOf,
};

export interface From {
  /** Where it comes from, as an address prefix. */
  readonly prefix: string;
  readonly locale: Locale;
}

/** Answers a request under /api/auth/. */
export async function answerSignIn(request: Request, { prefix, locale }: From, tools: StepTools): Promise<Response> {
  const step = Object.entries(STEPS).find(([path]) => path === new URL(request.url).pathname)?.[1];
  if (request.method !== 'POST' || !step) return new Response(null, { status: 404 });
  const asked: Asked = { headers: request.headers, prefix, fields: fieldsOf(await request.json().catch(() => null)) };
  return responseOf(await step(asked, tools), locale);
}

function responseOf({ status = 200, body, error, cookies = [], retryAfterS }: Reply, locale: Locale): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  if (retryAfterS !== undefined) headers.set('retry-after', String(retryAfterS));
  return new Response(JSON.stringify(error ? { error: said(error, locale) } : body), { status, headers });
}

const said = (text: LocalText, locale: Locale): string => text[locale];

/** The texts of a body, composed; whatever is no text is not there. */
function fieldsOf(body: unknown): ReadonlyMap<string, string> {
  const entries = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return new Map(
    entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value.normalize('NFC')] as const] : [])),
  );
}
