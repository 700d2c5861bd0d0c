/**
 * Signing in by way of a provider of identities: which there are, the way there, and the way back.
 *
 * Two laws: what a provider says counts as one factor, whatever it has checked; and where the library or the provider would
 * send a browser is not passed on, it goes to `/` or back to the sign-in page.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { cookiesOut, headersFor, sessionSet } from './cookies.ts';
import { fieldOf, signedIn, type Asked, type Reply, type Step, type StepTools } from './step.ts';
import { TEXTS } from './texts.ts';

const NOT_FOUND: Reply = { status: 404 };
/** For the way there; the library would wait for minutes when a provider takes the call and says nothing. */
const WAIT_MS = 10_000;
const REFUSED = '/sign-in?provider=refused';
/** What a provider sends back (RFC 6749, RFC 9207), as far as we take it. */
const RETURNED = ['code', 'state', 'iss', 'error'];

/** An empty list where there are none: the sign-in page asks in every deployment. */
export const listProviders: Step = async ({ locale }, { providers }) => ({
  body: { providers: providers.map(({ id, name }) => ({ id, name: name[locale] })) },
});

/** Gives the address at the provider, and the cookie without which nobody comes back from there. */
export const toProvider: Step = async (asked, tools) => {
  const id = fieldOf(asked, 'provider');
  if (!isKnown(id, tools)) return NOT_FOUND;
  const body = { provider: id, callbackURL: '/', errorCallbackURL: REFUSED, disableRedirect: true };
  const answer = await Promise.race([
    ask('/sign-in/social', { method: 'POST', body: JSON.stringify(body) }, asked, tools),
    delay(WAIT_MS, undefined, { ref: false }),
  ]);
  if (!answer?.ok) return { status: 503, error: TEXTS.provider };
  const { url } = (await answer.json()) as { url: string };
  return { body: { next: 'provider', url }, cookies: cookiesOut(answer, tools.names) };
};

/** Somebody comes back from the provider, in a navigation from another site. */
export const fromProvider =
  (id: string): Step =>
  async (asked, tools) => {
    if (!isKnown(id, tools)) return NOT_FOUND;
    const query = new URLSearchParams([...asked.fields].filter(([name]) => RETURNED.includes(name)));
    const answer = await ask(`/callback/${id}?${query}`, { method: 'GET' }, asked, tools);
    if (!answer || !sessionSet(answer, tools.names)) {
      tools.log.warn({ provider: id, why: whyOf(answer) }, 'a sign-in by way of a provider was refused');
      return { status: 303, location: REFUSED };
    }
    const { status, cookies = [] } = await signedIn(answer, asked, tools, { by: 'provider' });
    return status ? { status: 303, location: REFUSED } : { status: 303, location: '/', cookies };
  };

const isKnown = (id: string, { providers }: StepTools) => providers.some((one) => one.id === id);

async function ask(path: string, init: RequestInit, { headers }: Asked, tools: StepTools) {
  const request = new Request(`http://localhost/api/auth${path}`, {
    ...init,
    headers: headersFor(headers, tools.names),
  });
  return tools.providerLibrary?.handler(request);
}

/** The library's own word for it; whatever else stands in the address is not for the log. */
function whyOf(answer: Response | undefined): string {
  const location = answer?.headers.get('location') ?? '';
  const word = new URL(location, 'http://localhost').searchParams.get('error') ?? '';
  return /^\w{1,60}$/.test(word) ? word : 'unknown';
}
