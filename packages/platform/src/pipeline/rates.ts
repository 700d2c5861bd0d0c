/**
 * Rates: a bucket for each key that fills with time; whoever finds it empty is told when to come again.
 *
 * A bucket that is full again is forgotten, so that made-up keys cost no memory for long.
 */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

const SWEEP_EVERY = 1_000;

export class Rates {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { left: number; at: number }>();
  #taken = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes one; 0 when there was one, else the seconds until there is. */
  take(key: string, now = performance.now()): number {
    if (++this.#taken % SWEEP_EVERY === 0) this.#sweep(now);
    const { perSecond, burst } = this.#rate;
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return 0;
  }

  #sweep(now: number): void {
    const { perSecond, burst } = this.#rate;
    for (const [key, { left, at }] of this.#buckets)
      if (left + ((now - at) / 1000) * perSecond >= burst) this.#buckets.delete(key);
  }
}
