/** A browser at the sign-in doors: keeps cookies, sends no other header unless told; and the app on a phone. */
import { createHmac } from 'node:crypto';
import { askedAs, type TestHost } from '@cunzhi/test';

export interface Said {
  readonly status: number;
  readonly body: { next?: string; error?: string; uri?: string; backupCodes?: string[] };
  readonly text: string;
  readonly headers: Headers;
}

export class Browser {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly cookies = new Map<string, string>();

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async post(path: string, body: object = {}): Promise<Said> {
    const answer = await this.fetch(`/api/auth/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {}, text, headers: answer.headers };
  }

  signIn(username: string, password: string): Promise<Said> {
    return this.post('sign-in/username', { username, password });
  }

  /** The signed-in user name as GraphQL sees it; null for nobody. */
  async viewer(): Promise<string | null> {
    return (await this.ask('{ viewer { username } }')).data.viewer?.username ?? null;
  }

  // What an answer looks like is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async ask(query: string): Promise<any> {
    const answer = await this.fetch('/graphql', { method: 'POST', body: JSON.stringify(askedAs(this.#url, query)) });
    return answer.json();
  }

  async fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers({ 'content-type': 'application/json', 'x-cunzhi-client': 'test/1', ...this.#headers });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    headers.set('cookie', this.cookie);
    const answer = await fetch(`${this.#url}${path}`, { ...init, headers });
    for (const one of answer.headers.getSetCookie()) {
      const [pair = ''] = one.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (/max-age=0/i.test(one)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

/** Makes a delay that has begun last, so that a busy machine cannot sit it out between two requests. */
export const holdDelays = (host: TestHost): Promise<unknown> =>
  host.sql((sql) => sql`update auth.attempt set free_at = free_at + interval '1 hour' where free_at > touched_at`);

/** The six digits that an authenticator app shows for this address (RFC 6238), `steps` half minutes from now. */
export function digitsOf(uri: string, steps = 0): string {
  const bits = [...(new URL(uri).searchParams.get('secret') ?? '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
