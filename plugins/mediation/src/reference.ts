/**
 * Brings dispute types, termination reasons and number patterns from `standards/mediation/` into the database.
 *
 * Running it again changes nothing; an entry that is on record is brought up to date, never deleted.
 */
import { readFileSync } from 'node:fs';
import { getTableColumns, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ReferenceContext } from '@cunzhi/plugin';
import { disputeType, numberPattern, terminationReason, type DisputeType } from './mediation.table.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const validity = { validFrom: day, validTo: day.nullish(), source: z.string(), status: z.string() };
const named = { code: z.string(), zh: z.string(), en: z.string() };
const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());

const DisputeTypes = z.array(
  z.object({
    ...named,
    ...validity,
    paperOnly: z.boolean(),
    oral: z.enum(['allowed', 'never']),
    routeOut: z.string().optional(),
    // A subtype has what its type has unless it says otherwise.
    subtypes: z.array(
      z.object({
        ...named,
        ...z.object(validity).partial().shape,
        paperOnly: z.boolean().optional(),
        oral: z.enum(['allowed', 'never']).optional(),
      }),
    ),
  }),
);
const TerminationReasons = z.array(
  z.object({ ...named, ...validity, ends: z.array(z.string()), act: oneOrMore, needs: z.array(z.string()) }),
);
const NumberPatterns = z.array(
  z.object({ ...validity, prefix: z.string(), pattern: z.string(), digits: z.number().int() }),
);

export async function loadNorms({ db, standards }: ReferenceContext): Promise<void> {
  const read = (file: string): unknown => parse(readFileSync(new URL(`mediation/${file}.yaml`, standards), 'utf8'));
  const types = DisputeTypes.parse(read('dispute-types')).flatMap(withSubtypes);
  const reasons = TerminationReasons.parse(read('termination-reasons')).map(({ zh, en, act, ...reason }) => ({
    ...reason,
    acts: act,
    nameZh: zh,
    nameEn: en,
  }));
  const patterns = NumberPatterns.parse(read('number-patterns'));

  const replaced = <T extends PgTable>(table: T, target: PgColumn[]) => ({ target, set: excluded(table, target) });
  await db
    .insert(disputeType)
    .values(types)
    .onConflictDoUpdate(replaced(disputeType, [disputeType.code, disputeType.validFrom]));
  await db
    .insert(terminationReason)
    .values(reasons)
    .onConflictDoUpdate(replaced(terminationReason, [terminationReason.code, terminationReason.validFrom]));
  await db
    .insert(numberPattern)
    .values(patterns)
    .onConflictDoUpdate(replaced(numberPattern, [numberPattern.prefix, numberPattern.validFrom]));
}

function withSubtypes({ zh, en, subtypes, ...type }: z.infer<typeof DisputeTypes>[number]): DisputeType[] {
  const whole = {
    ...type,
    nameZh: zh,
    nameEn: en,
    parentCode: null,
    routeOut: type.routeOut ?? null,
    validTo: type.validTo ?? null,
  };
  const below = subtypes.map(({ zh: nameZh, en: nameEn, ...own }) => ({
    ...whole,
    ...own,
    validTo: own.validTo ?? whole.validTo,
    nameZh,
    nameEn,
    parentCode: type.code,
  }));
  return [whole, ...below];
}

/** Every column but the key, as the row that could not be inserted has it. */
function excluded(table: PgTable, key: readonly PgColumn[]) {
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => !key.includes(column));
  return Object.fromEntries(
    columns.map(([property, column]) => [property, sql`excluded.${sql.identifier(column.name)}`]),
  );
}
