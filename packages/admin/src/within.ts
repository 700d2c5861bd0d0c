/** A promise with a time limit: what has not come by then counts as not coming. */

/** How long a guest may take until it is on the screen. */
export const comesWithinMs = 8_000;

/** Settles as the promise does; rejects when it has not settled in time. */
export async function within<T>(promise: Promise<T>, limitMs: number, sentence: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(sentence)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
