/**
 * The cookies of sign-in: the session, the ten minutes between password and second factor, and the way to a provider and back.
 *
 * One law: only these three come in and go out, so that no cookie of the library ("trust this device") can stand for a proof.
 */
export interface CookieNames {
  readonly session: string;
  readonly pending: string;
  /** Who comes back from a provider is who went there. */
  readonly provider: string;
}

/** Over plain http a phone on the same network could not use a `__Host-` cookie; that is for demonstrations only. */
export const cookieNames = (isDemonstration: boolean): CookieNames =>
  isDemonstration
    ? { session: 'cunzhi', pending: 'cunzhi-second', provider: 'cunzhi-provider' }
    : { session: '__Host-cunzhi', pending: '__Host-cunzhi-second', provider: '__Host-cunzhi-provider' };

/** How long a session lasts at most; a cookie older than that opens nothing. */
export const LONGEST_S = 12 * 3600;

/** The headers of a request for the library: our cookies, and nothing else that it might believe. */
export function headersFor(headers: Headers, names: CookieNames): Headers {
  const cookies = Object.values(names).flatMap((name) => {
    const value = cookieOf(headers, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const kept = new Headers({ 'content-type': 'application/json' });
  if (cookies.length > 0) kept.set('cookie', cookies.join('; '));
  return kept;
}

/** The raw value of a cookie in a request. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  for (const one of (headers.get('cookie') ?? '').split(';')) {
    const at = one.indexOf('=');
    if (at > 0 && one.slice(0, at).trim() === name) return one.slice(at + 1).trim();
  }
  return undefined;
}

/** What a cookie holds before its signature: the token, or the id of the pending sign-in. */
export const unsigned = (value: string): string => decodeURIComponent(value).split('.')[0] ?? '';

/** The cookies of an answer that go out; the session's own time is kept by the server, so its cookie outlasts the idle time. */
export function cookiesOut(answer: Response, names: CookieNames): string[] {
  return answer.headers
    .getSetCookie()
    .filter((cookie) => Object.values(names).includes(nameOf(cookie)))
    .map((cookie) =>
      nameOf(cookie) === names.session && !/max-age=0/i.test(cookie)
        ? cookie.replace(/max-age=\d+/i, `Max-Age=${LONGEST_S}`)
        : cookie,
    );
}

/** The session cookie that an answer sets, as `name=value`; undefined when it sets none or takes it away. */
export function sessionSet(answer: Response, names: CookieNames): string | undefined {
  const found = answer.headers
    .getSetCookie()
    .findLast((cookie) => nameOf(cookie) === names.session && !/max-age=0/i.test(cookie));
  return found?.split(';')[0];
}

const nameOf = (cookie: string): string => cookie.slice(0, cookie.indexOf('=')).trim();
