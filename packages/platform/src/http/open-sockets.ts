/**
 * The sockets that are open now, each with the session that it came in with.
 *
 * Whoever ends a session ends its sockets here: what is closed sends nothing more, whether the other side answers or not.
 */
import type { WebSocket } from 'ws';
import type { SignedIn } from '../access/index.ts';

export interface OpenSocket {
  readonly signedIn: SignedIn;
  /** 4403: signed out or rights withdrawn; the client signs in again. */
  close(code: number, reason: string): void;
}

export class OpenSockets implements Iterable<OpenSocket> {
  readonly #open = new Set<OpenSocket>();

  /** Forgets it by itself when it closes. */
  add(socket: WebSocket, signedIn: SignedIn): OpenSocket {
    const opened: OpenSocket = { signedIn, close: (code, reason) => socket.close(code, reason) };
    this.#open.add(opened);
    socket.once('close', () => this.#open.delete(opened));
    return opened;
  }

  [Symbol.iterator](): Iterator<OpenSocket> {
    return this.#open.values();
  }
}
