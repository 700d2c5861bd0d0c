/**
 * Opening what only a few may read is an act too: its row is written, in a transaction of its own, before the value leaves.
 *
 * One operation notes the same thing once; all that a tick opens is one statement.
 */
import DataLoader from 'dataloader';
import type { AuditBook, AuditEntry } from './entry.ts';

export class Opened {
  readonly #rows: DataLoader<AuditEntry, void, string>;

  constructor(book: AuditBook) {
    this.#rows = new DataLoader<AuditEntry, void, string>(
      async (entries) => {
        await book.write(entries);
        return entries.map(() => undefined);
      },
      { cacheKeyFn: ({ act, subject }) => `${act} ${subject?.type} ${subject?.id}` },
    );
  }

  /** @throws when it could not be written; the next one tries again. */
  async note(entry: AuditEntry): Promise<void> {
    try {
      await this.#rows.load(entry);
    } catch (error) {
      this.#rows.clear(entry);
      throw error;
    }
  }
}
