/** A person at the door: signs in, asks by POST and listens over the WebSocket, as our client does. */
import { createClient, type Client as Socket } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer as it comes over the wire. */
export interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly field?: string; readonly plugin?: string };
  }[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in host.ts
type Loose = any;

export class Asker {
  readonly #url: string;
  readonly #cookie: string;
  #socket: Socket | undefined;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, username: string, password: string): Promise<Asker> {
    const answer = await fetch(`${url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (!answer.ok || cookie.length === 0) throw new Error(`${username} could not sign in: ${await answer.text()}`);
    return new Asker(url, cookie.join('; '));
  }

  async query<T = Loose>(query: string, variables: object = {}): Promise<Answer<T>> {
    const answer = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-cunzhi-client': 'test/1.0.0',
        'accept-language': 'en',
        cookie: this.#cookie,
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as Answer<T>;
  }

  subscribe<T = Loose>(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Answer<T>> {
    const headers = { cookie: this.#cookie, origin: this.#url };
    this.#socket ??= createClient({
      url: `${this.#url.replace('http', 'ws')}/graphql`,
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols?: string | string[]) {
          super(url, protocols, { headers });
        }
      },
    });
    return this.#socket.iterate({ query, variables }) as AsyncIterableIterator<Answer<T>>;
  }

  close(): void {
    void this.#socket?.dispose();
  }
}
