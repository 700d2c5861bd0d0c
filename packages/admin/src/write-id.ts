/**
 * Write ids (clientWriteId): the key by which the server knows a write that it has seen already.
 *
 * The same input keeps its id until the server has clearly answered; then the next write gets a new one.
 */

/** A fresh id: 32 hexadecimal digits in the shape of a UUID. */
export function newWriteId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export interface WriteIds {
  /** The id for this input: the one it had, when its fate is still unknown. */
  idFor(input: object): string;
  /** The server has answered: the input is done with. */
  settle(input: object): void;
}

/** Remembers the ids of inputs whose fate is unknown. */
export function createWriteIds(makeId: () => string = newWriteId): WriteIds {
  const open = new Map<string, string>();
  return {
    idFor(input) {
      const key = JSON.stringify(input);
      const id = open.get(key) ?? makeId();
      open.set(key, id);
      return id;
    },
    settle: (input) => void open.delete(JSON.stringify(input)),
  };
}
