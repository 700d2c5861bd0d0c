/** Brings the roles from `standards/access/roles.yaml` into the database; running it again changes nothing. */
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ReferenceContext } from '@cunzhi/plugin';
import { role } from './core.table.ts';

const Roles = z.object({
  kind: z.literal('roles'),
  format: z.literal(1),
  roles: z.array(
    z.strictObject({
      key: z.string(),
      zh: z.string(),
      en: z.string(),
      prefixLengths: z.array(z.number()),
      factors: z.literal([1, 2]).default(1),
      duty: z.enum(['business', 'audit', 'operation', 'development']).default('business'),
      mayGrant: z.array(z.string()).default([]),
      mostDays: z.number().nullable().default(null),
    }),
  ),
});

export async function loadRoles({ db, standards }: ReferenceContext): Promise<void> {
  const { roles } = Roles.parse(parse(readFileSync(new URL('access/roles.yaml', standards), 'utf8')));
  const rows = roles.map(({ zh, en, ...rest }) => ({ ...rest, nameZh: zh, nameEn: en }));
  await db
    .insert(role)
    .values(rows)
    .onConflictDoUpdate({
      target: role.key,
      set: {
        nameZh: sql`excluded.name_zh`,
        nameEn: sql`excluded.name_en`,
        prefixLengths: sql`excluded.prefix_lengths`,
        factors: sql`excluded.factors`,
        duty: sql`excluded.duty`,
        mayGrant: sql`excluded.may_grant`,
        mostDays: sql`excluded.most_days`,
      },
    });
}
