/** Chance that can be repeated, and sizes that `pnpm test:long` makes larger. */

/** mulberry32: numbers from 0 to below 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A size of a test: as it is in CI, times TEST_SCALE when that is set. */
export const scaled = (size: number): number => Math.round(size * Number(process.env['TEST_SCALE'] ?? 1));

const MUCH = 1e9;
/** Limits as good as none, for tests that ask for everything at once: more in a second than a township in a week. */
export const UNHURRIED = {
  requestsPerSecond: MUCH, requestsBurst: MUCH, messagesPerSecond: MUCH, messagesBurst: MUCH, sockets: MUCH,
  tokens: MUCH, aliases: MUCH, repeats: MUCH, fields: MUCH, roots: MUCH, cost: MUCH,
}; // prettier-ignore
