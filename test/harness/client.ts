/** A program that talks to the server as our client does: cookie, client header, WebSocket. */
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import { WebSocket } from 'ws';
import { randomUUID } from 'node:crypto';
import { askedAs } from './listing.ts';

export interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly field?: string };
  }[];
}

// The shape of an answer is what the test asserts; the caller names it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

export class Client {
  readonly #url: string;
  readonly #cookie: string | undefined;
  readonly #look: Record<string, string>;
  #socket: SocketClient | undefined;

  constructor(url: string, cookie?: string, lookId?: string) {
    this.#url = url;
    this.#cookie = cookie;
    this.#look = lookId ? { 'x-cunzhi-look': lookId } : {};
  }

  static async signIn(url: string, username: string, password: string): Promise<Client> {
    const answer = await fetch(`${url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    if (!answer.ok || !cookie)
      throw new Error(`${username} could not sign in: ${answer.status} ${await answer.text()}`);
    return new Client(url, cookie);
  }

  /** The same session, looking as somebody else. */
  looking(lookId: string): Client {
    return new Client(this.#url, this.#cookie, lookId);
  }

  /** A write id that was never used. */
  static writeId(): string {
    return randomUUID();
  }

  /** Sends one document and gives the whole answer. */
  async query<T = Loose>(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return JSON.parse(await this.queryText(query, variables, headers)) as Answer<T>;
  }

  /** The answer byte for byte, for comparisons. */
  async queryText(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<string> {
    const answer = await this.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...this.asked(query), variables }),
    });
    return answer.text();
  }

  /** How a document is sent to this server: as text, or in real work by its id. */
  asked(query: string): ReturnType<typeof askedAs> {
    return askedAs(this.#url, query);
  }

  /** The data of an answer. @throws when it has errors. */
  async data<T = Loose>(query: string, variables: object = {}): Promise<T> {
    const { data, errors } = await this.query<T>(query, variables);
    if (errors?.length)
      throw new Error(
        errors.map(({ message, path, extensions }) => `${path?.join('.')}: ${extensions?.code} ${message}`).join('\n'),
      );
    return data;
  }

  /** Sends a file as our client does and gives the id of its evidence. @throws with the status of a refusal. */
  async upload(place: string, name: string, body: Uint8Array, options: Partial<UploadOptions> = {}): Promise<string> {
    const { startUpload } = await this.data(
      `mutation ($input: StartUploadInput!) { startUpload(input: $input) { ... on UploadTicket { id url } ... on UserError { code } } }`,
      { input: { place, name, size: body.byteLength, clientWriteId: Client.writeId() } },
    );
    if (!startUpload.id) throw new Error(startUpload.code);
    await this.sendBytes(startUpload.id, body, options);
    return startUpload.id;
  }

  sendBytes(ticket: string, body: Uint8Array, options: Partial<UploadOptions> = {}): Promise<void> {
    return new Promise((done, failed) => {
      new Upload(Buffer.from(body), {
        endpoint: `${this.#url}/files/uploads`,
        metadata: { ticket },
        retryDelays: [],
        headers: { 'x-cunzhi-client': 'test/1.0.0', ...(this.#cookie && { cookie: this.#cookie }) },
        onSuccess: () => done(),
        onError: (error) =>
          failed(error instanceof DetailedError ? new Error(String(error.originalResponse?.getStatus())) : error),
        ...options,
      }).start();
    });
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ ...this.#look, ...Object.fromEntries(new Headers(init.headers)) });
    headers.set('x-cunzhi-client', 'test/1.0.0');
    if (this.#cookie) headers.set('cookie', this.#cookie);
    return fetch(`${this.#url}${path}`, { ...init, headers });
  }

  /** Subscribes over the WebSocket; resolves when the first answer or error may come. */
  subscribe<T = Loose>(
    query: string,
    variables: Record<string, unknown> = {},
    extensions: Record<string, unknown> = {},
  ): AsyncIterableIterator<Answer<T>> {
    this.#socket ??= createClient({
      url: `${this.#url.replace('http', 'ws')}/graphql`,
      retryAttempts: 0,
      webSocketImpl: socketWith({ ...this.#look, ...(this.#cookie && { cookie: this.#cookie }), origin: this.#url }),
    });
    const asked = { query, ...askedAs(this.#url, query, extensions), variables };
    return this.#socket.iterate(asked) as AsyncIterableIterator<Answer<T>>;
  }

  close(): void {
    void this.#socket?.dispose();
  }
}

/** A WebSocket that sends these headers with its upgrade, as a browser would. */
function socketWith(headers: Record<string, string>) {
  return class extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  };
}
