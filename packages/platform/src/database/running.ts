/**
 * The statements of one operation that the database works at now, for whoever must end them.
 *
 * One law: a request to cancel names a connection and not a statement, so it may come too late and end what the next one asks
 * there. Whoever cancels learns whether that can still happen.
 */
interface Query {
  cancel(): void;
}

const CANCELLED = '57014';

export class Running {
  readonly #now = new Map<Query, Promise<boolean>>();

  /** Holds a statement while it runs. */
  async hold<T>(query: Query, rows: PromiseLike<T>): Promise<T> {
    const answer = Promise.resolve(rows);
    this.#now.set(
      query,
      answer.then(
        () => false,
        (error: unknown) => error instanceof Error && 'code' in error && error.code === CANCELLED,
      ),
    );
    try {
      return await answer;
    } finally {
      this.#now.delete(query);
    }
  }

  /** Ends all of them; false when one ended by itself, so that the request may still be on its way. */
  async cancel(): Promise<boolean> {
    const ended = [...this.#now].map(([query, isCancelled]) => (query.cancel(), isCancelled));
    return (await Promise.all(ended)).every(Boolean);
  }
}
