/**
 * One mutation as the audit log will tell of it: gathered while it runs, from its rule, the row that it locks and its result.
 */
import { endOf, type AuditEntry } from './entry.ts';

export interface AttemptOptions {
  readonly actorId: string | null;
  /** As whom, when somebody looks as somebody else. */
  readonly about?: string | undefined;
  /** The field of Mutation. */
  readonly act: string;
  readonly operationId: string;
  /** The type of what comes about. */
  readonly subjectType: string | undefined;
}

export class Attempt {
  readonly #options: AttemptOptions;
  #place: string | undefined;
  #subjectId: string | undefined;
  /** Another person whom it is about. */
  #about: string | undefined;
  #field: string | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#about = options.about;
  }

  /** Where its rule was asked. */
  at(place: string | null | undefined): void {
    this.#place = place ?? this.#place;
  }

  /** What it locked, and where that lies. */
  locked(row: unknown): void {
    this.#place ??= textOf(row, 'placeCode');
    this.#subjectId ??= textOf(row, 'id');
  }

  /** A sensitive value was shown: of which row, and which one. */
  revealed(rowId: string, field: string): void {
    this.#subjectId = rowId;
    this.#field = field;
  }

  /** How it ended well; `value` is what came about. */
  done(value: unknown, writeId?: string): AuditEntry {
    this.#place ??= textOf(value, 'placeCode');
    this.#subjectId = textOf(value, 'id') ?? this.#subjectId;
    this.#about ??= textOf(value, 'personId');
    const detail = { ...(writeId && { writeId }), ...(this.#field && { field: this.#field }) };
    return this.#entry({ outcome: 'done', detail });
  }

  /** How it ended when it threw. */
  ended(error: unknown): AuditEntry {
    return this.#entry(endOf(error));
  }

  #entry(end: Pick<AuditEntry, 'outcome' | 'detail'>): AuditEntry {
    const { actorId, act, operationId, subjectType } = this.#options;
    const subject = subjectType ? { type: subjectType, id: this.#subjectId ?? null } : undefined;
    const detail = this.#about ? { ...end.detail, about: this.#about } : end.detail;
    return { actorId, act, operationId, place: this.#place, subject, outcome: end.outcome, detail };
  }
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : undefined;
}
