/**
 * Dispute types, reasons and number patterns as they are in force on a day; one statement for all keys of a tick.
 */
import { and, asc, isNull, or, sql } from 'drizzle-orm';
import { defineLoader, type ServiceContext } from '@cunzhi/plugin';
import { isInForce, localDay } from './day.rule.ts';
import {
  disputeType,
  numberPattern,
  terminationReason,
  type DisputeType,
  type NumberPattern,
  type TerminationReason,
} from './mediation.table.ts';

/** A code and the day that it is asked for. */
export const normKey = (code: string, on: string): string => `${code} ${on}`;
const partsOf = (key: string): [code: string, on: string] => [key.slice(0, -11), key.slice(-10)];

const among = (
  column: typeof disputeType.code | typeof disputeType.parentCode | typeof terminationReason.code,
  keys: readonly string[],
) => sql`${column} = any(${sql.param(keys.map((key) => partsOf(key)[0]))}::text[])`;

function inForce<Norm extends { validFrom: string; validTo: string | null }>(
  norms: readonly Norm[],
  keys: readonly string[],
  isMeant: (norm: Norm, code: string) => boolean,
) {
  return new Map(
    keys.map((key) => {
      const [code, on] = partsOf(key);
      return [key, norms.filter((norm) => isMeant(norm, code) && isInForce(norm, on))];
    }),
  );
}

/** A type or subtype by `normKey`. */
export const disputeTypeOn = defineLoader<string, DisputeType | null>({
  missing: null,
  batch: async ({ db }, keys) => {
    const rows = await db.select().from(disputeType).where(among(disputeType.code, keys));
    return new Map(
      [...inForce(rows, keys, (row, code) => row.code === code)].map(([key, [row]]) => [key, row ?? null]),
    );
  },
});

/** The subtypes of a type by `normKey`, in the order of their codes. */
export const subtypesOn = defineLoader<string, readonly DisputeType[]>({
  missing: [],
  batch: async ({ db }, keys) => {
    const rows = await db
      .select()
      .from(disputeType)
      .where(among(disputeType.parentCode, keys))
      .orderBy(asc(disputeType.code));
    return inForce(rows, keys, (row, code) => row.parentCode === code);
  },
});

/** A reason by `normKey`. */
export const terminationReasonOn = defineLoader<string, TerminationReason | null>({
  missing: null,
  batch: async ({ db }, keys) => {
    const rows = await db.select().from(terminationReason).where(among(terminationReason.code, keys));
    return new Map(
      [...inForce(rows, keys, (row, code) => row.code === code)].map(([key, [row]]) => [key, row ?? null]),
    );
  },
});

/** The types of today, without subtypes, in the order of their codes. */
export async function listDisputeTypes(ctx: Pick<ServiceContext, 'db' | 'now'>): Promise<DisputeType[]> {
  const today = localDay(ctx.now());
  return ctx.db
    .select()
    .from(disputeType)
    .where(
      and(
        isNull(disputeType.parentCode),
        sql`${disputeType.validFrom} <= ${today}`,
        or(isNull(disputeType.validTo), sql`${disputeType.validTo} >= ${today}`),
      ),
    )
    .orderBy(asc(disputeType.code));
}

/** The pattern with the longest prefix of the place. @throws Error when not even the default is there. */
export async function getNumberPattern(
  ctx: Pick<ServiceContext, 'db' | 'now'>,
  placeCode: string,
): Promise<NumberPattern> {
  const rows = await ctx.db
    .select()
    .from(numberPattern)
    .where(sql`starts_with(${placeCode}, ${numberPattern.prefix})`);
  const [longest] = rows
    .filter((row) => isInForce(row, localDay(ctx.now())))
    .sort((one, other) => other.prefix.length - one.prefix.length);
  if (!longest)
    throw new Error(
      `No number pattern is in force for ${placeCode}; standards/mediation/number-patterns.yaml needs a default.`,
    );
  return longest;
}
