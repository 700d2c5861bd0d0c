/** The SQL of mapped fields: functions of the row, since a table may occur twice in one statement. */
import type { Aliased } from '@cunzhi/plugin';
import { gte, sql } from 'drizzle-orm';
import type { reading, well } from './well.table.ts';

export const withAtLeast = (row: Aliased<typeof reading>, { least }: { least?: number | null }) =>
  least && gte(row.litres, least);

export const lettersOf = (row: Aliased<typeof well>) => sql<number>`length(${row.name})`;
