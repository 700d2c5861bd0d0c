/** An example case for tests, and the services that bring it to any step of its way. */
import type { ServiceContext } from '@cunzhi/plugin';
import type { YucunAct } from './step.rule.ts';
import type { YucunCase } from './yucun.table.ts';
import {
  approveYucunCase,
  draftYucunCase,
  publishYucunCase,
  returnYucunCase,
  submitYucunCase,
  type CaseDraft,
} from './yucun.service.ts';

export const YUCUN = '330523108204';

export const texts: Omit<CaseDraft, 'village'> = {
  title: '一张议事桌，议出一条路',
  summary: '村里用议事桌商量修路，半年修成，没有一户上访。',
  background: '原来的路三米宽，会车要倒回去。',
  practice: '开了三次议事会，让户主逐户表态，结果都上了公开栏。',
  effects: '路修到五米。',
  lessons: '先把话说开，再动工。',
  elements: ['peopleDecide', 'partyLeads'],
  periodFrom: '2025-01-01',
  periodTo: '2025-06-30',
};

/** The acts that lead from a new draft to each state. */
export const WAYS = {
  draft: [],
  submitted: ['submit'],
  townshipReviewed: ['submit', 'approve'],
  countyReviewed: ['submit', 'approve', 'approve'],
  published: ['submit', 'approve', 'approve', 'publish'],
  returned: ['submit', 'return'],
} as const satisfies Record<string, readonly Exclude<YucunAct, 'edit'>[]>;
type Goal = keyof typeof WAYS;

const SERVICES = {
  submit: submitYucunCase,
  approve: approveYucunCase,
  publish: publishYucunCase,
  return: returnYucunCase,
};

/** Runs a service as the platform, in one transaction. */
type Run = <T>(work: (ctx: ServiceContext) => Promise<T>) => Promise<T>;

/** A new case that has come this far. */
export async function caseAt(run: Run, goal: Goal, change: Partial<CaseDraft> = {}): Promise<YucunCase> {
  return bring(run, await run((ctx) => draftYucunCase(ctx, { village: YUCUN, ...texts, ...change })), goal);
}

/** The same case, from a draft to this state. */
export async function bring(run: Run, draft: YucunCase, goal: Goal): Promise<YucunCase> {
  let row = draft;
  for (const act of WAYS[goal]) {
    row = await run((ctx) => SERVICES[act](ctx, { id: row.id, baseVersion: row.version, comment: '好' }));
  }
  return row;
}
