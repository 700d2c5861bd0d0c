/**
 * Sensitive columns (敏感信息): numbers and addresses of people. The database holds them sealed, lists show them masked, and the
 * clear text comes only from a mutation that reveals one value, for a reason, under the eyes of the audit log.
 *
 * @module
 */
import { customType, type PgColumn } from 'drizzle-orm/pg-core';
import { UserError, type FieldProblem } from './errors.ts';
import { ruleOfKind } from './sensitive.rule.ts';

export type SensitiveKind = 'idNumber' | 'phone' | 'address';

declare const SEALED: unique symbol;
/** What the column holds: a text that only `ctx.sensitive` can make and read. */
export type Sealed = string & { readonly [SEALED]: true };

/** The types of the database: each takes sealed texts only, so that a clear one never gets in by mistake. */
const DOMAINS: Readonly<Record<SensitiveKind, string>> = {
  idNumber: 'app.sealed_id_number',
  phone: 'app.sealed_phone',
  address: 'app.sealed_address',
};

const sealedColumn = customType<{
  data: Sealed;
  driverData: string;
  config: { kind: SensitiveKind };
  configRequired: true;
}>({
  dataType: ({ kind }) => DOMAINS[kind],
});

/** A sensitive column: `phone: sensitive('phone', 'phone')`; in the migration its type is `app.sealed_phone`. */
export const sensitive = (name: string, kind: SensitiveKind) => sealedColumn(name, { kind });

/** The kind of a sensitive column; undefined for every other column. */
export function sensitiveKindOf(column: PgColumn): SensitiveKind | undefined {
  const type = column.getSQLType();
  return (Object.keys(DOMAINS) as SensitiveKind[]).find((kind) => DOMAINS[kind] === type);
}

/** Where a sealed text stands. It is bound to this place: copied into another row or column it cannot be read. */
export interface SealedAt {
  readonly column: PgColumn;
  /** The key and the place of the row; the first six digits of the place say which key seals it. */
  readonly row: { readonly id: string; readonly placeCode: string };
}

/** What people see of a sensitive value: the type `Sensitive` of the schema. */
export interface SensitiveView {
  /** `330***********1234`; null when there is no value. */
  readonly masked: string | null;
  readonly isThere: boolean;
}

/** What a revealing mutation answers: the type `Revealed` of the schema. */
export interface Revealed {
  /** Of the row. */
  readonly id: string;
  /** The clear text; null when this write was answered before: whoever wants to look again gives a reason again. */
  readonly value: string | null;
}

/** The way to sensitive values: `ctx.sensitive`. */
export interface SensitiveDoor {
  /** Seals a text for its column, in the normal form of its kind. */
  seal(at: SealedAt, text: string): Promise<Sealed>;
  /** @throws Error when it was not sealed for this place, or was changed. */
  mask(at: SealedAt, sealed: Sealed | null): Promise<SensitiveView>;
  /** For exact search: equal for equal values of a kind within a county, and of no use without the key. */
  hash(kind: SensitiveKind, placeCode: string, text: string): Promise<string>;
  /**
   * The clear text, once: in a mutation only, at most 20 an hour for a person, and with its reason on record.
   *
   * @throws InputRefusedError for a reason that says nothing; RevealLimitError.
   */
  reveal(at: SealedAt, sealed: Sealed, reason: string): Promise<string>;
}

/** Somebody has looked at as many clear values as an hour has room for. */
export class RevealLimitError extends UserError {
  /** Minutes after which the next one is shown. */
  readonly minutes: number;

  constructor(most: number, minutes: number) {
    super('REVEAL_LIMIT', {
      zh: `一小时最多查看 ${most} 次隐去的信息，已经用完了。请过 ${minutes} 分钟再看；别的都照常用。`,
      en: `At most ${most} hidden values are shown in an hour, and you have seen as many. Please look again in ${minutes} minutes; everything else works as before.`,
    });
    this.minutes = minutes;
  }
}

/** A text as it is sealed and searched: full-width digits are digits, and spaces in a number are none. */
export const normalSensitive = (kind: SensitiveKind, text: string): string => ruleOfKind(kind).normal(text);

/** What is wrong with an entered value; empty when it can be taken. The sentences never repeat the value. */
export function sensitiveProblems(kind: SensitiveKind, path: string, text: string): FieldProblem[] {
  const { normal, problem } = ruleOfKind(kind);
  const found = problem(normal(text));
  return found ? [{ path, ...found }] : [];
}

/** What may be seen of a value: enough to recognise it by whoever knows it, and no more. */
export const maskSensitive = (kind: SensitiveKind, text: string): string => ruleOfKind(kind).mask(text);
