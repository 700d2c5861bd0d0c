/**
 * @cunzhi/yucun-cases: the archive of the Yucun experience (余村经验案例库): villages tell how they solved something, and once
 * it has been reviewed every other village can read it.
 */
import { core } from '@cunzhi/core';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addYucun } from './yucun.graphql.ts';
import { caseVersion, publishedCase, yucunCase } from './yucun.table.ts';

const read = ['yucun-cases.case.read'];
const write = [
  'yucun-cases.case.write',
  'yucun-cases.case.submit',
  'yucun-cases.case.review',
  'yucun-cases.case.publish',
];

export const yucunCases = definePlugin({
  id: 'yucun-cases',
  compat: '^1.0.0',
  uses: { core },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    placed(yucunCase, { read, write }),
    placed(caseVersion, { read, write }),
    global(publishedCase, 'Published cases are for every village to read and learn from.', {
      write: ['yucun-cases.case.publish'],
    }),
  ],
  permissions: {
    'case.read': {
      zh: '看本地的案例草稿',
      en: 'See the drafts of cases of a place',
      roles: ['clerk', 'chair', 'justice', 'county', 'city', 'inspector'],
    },
    'case.write': { zh: '写案例', en: 'Write cases', roles: ['clerk', 'chair'] },
    'case.submit': { zh: '提交案例', en: 'Hand cases in', roles: ['chair'] },
    'case.review': { zh: '审看案例', en: 'Review cases', roles: ['justice', 'county'] },
    'case.publish': { zh: '发布案例', en: 'Publish cases', roles: ['city'] },
  },
  events: { caseChanged: 'A case was written, handed in, passed on, returned or published.' },
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
