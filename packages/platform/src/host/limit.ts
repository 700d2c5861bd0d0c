/** Time limits for what a plugin does while the host starts or stops. */

/** The result of the work. @throws Error with this sentence when it takes longer; the work itself goes on unheard. */
export async function within<T>(ms: number, late: string, work: () => Promise<T> | T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(late)), ms);
  });
  try {
    return await Promise.race([Promise.resolve().then(work), limit]);
  } finally {
    clearTimeout(timer);
  }
}
