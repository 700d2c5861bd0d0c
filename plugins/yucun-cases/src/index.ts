/**
 * @cunzhi/yucun-cases: the archive of the Yucun experience (余村经验案例库): villages tell how they solved something, and once
 * it has been reviewed every other village can read it.
 */
import { core } from '@cunzhi/core';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { permissions } from './permissions.ts';
import { events } from './yucun.event.ts';
import { addYucun } from './yucun.graphql.ts';
import { caseVersion, publishedCase, yucunCase } from './yucun.table.ts';

const read = ['yucun-cases.case.read'] as const;
const write = [
  'yucun-cases.case.write',
  'yucun-cases.case.submit',
  'yucun-cases.case.review',
  'yucun-cases.case.publish',
] as const;

export const yucunCases = definePlugin({
  id: 'yucun-cases',
  version: '1.0.0',
  compat: '^1.0.0',
  admin: new URL('../admin/index.ts', import.meta.url),
  uses: { core },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    placed(yucunCase, { read, write }),
    placed(caseVersion, { read, write }),
    global(publishedCase, 'Published cases are for every village to read and learn from.', {
      write: ['yucun-cases.case.publish'],
    }),
  ],
  permissions,
  plainNames: 'Yucun case is a word of the glossary.',
  events,
  graphql: addYucun,
});

export {
  approveYucunCase,
  draftYucunCase,
  publishYucunCase,
  returnYucunCase,
  submitYucunCase,
  type CaseAct,
  type CaseDraft,
} from './yucun.service.ts';
export type { YucunElement } from './element.ts';
export type { YucunCase } from './yucun.table.ts';
