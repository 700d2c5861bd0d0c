/** The archive in GraphQL: finding and reading cases, and the five acts; every act answers with the case as it is then. */
import { getPlace } from '@cunzhi/core';
import { InputRefusedError, UserError, VersionConflictError } from '@cunzhi/plugin';
import type { Builder, Used } from './builder.ts';
import { ELEMENTS, type YucunElement } from './element.ts';
import { listOfVillage, listPublished } from './published.service.ts';
import { snippetOf } from './search.rule.ts';
import { officesOf, PERMISSIONS, possibleActs, STATES, type YucunState } from './step.rule.ts';
import { YucunActionRefusedError } from './yucun.errors.ts';
import { getCase, isPublished, listDrafts, type SeenCase } from './yucun.loader.ts';
import {
  approveYucunCase,
  draftYucunCase,
  publishYucunCase,
  returnYucunCase,
  submitYucunCase,
} from './yucun.service.ts';

type Types = ReturnType<typeof addTypes>;

export function addYucun(b: Builder, doors: Used) {
  const types = addTypes(b, doors);
  addQueries(b, doors, types);
  addMutations(b, types);
  return types;
}

function addTypes(b: Builder, { core }: Used) {
  const Element = b.enumType('YucunElement', {
    description: 'The eight elements of the Yucun experience (余村经验八要素).',
    values: Object.fromEntries(
      Object.entries(ELEMENTS).map(([value, description]) => [constantOf(value), { value, description }]),
    ) as Record<string, { value: YucunElement; description: string }>,
  });
  const State = b.enumType('YucunState', {
    description: 'Where a case is on its way.',
    values: Object.fromEntries(STATES.map((value) => [constantOf(value), { value }])) as Record<
      string,
      { value: YucunState }
    >,
  });
  const Case = b.objectRef<SeenCase>('YucunCase').implement({
    description: 'How a village solved something, told so that another can do the same.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id of the case, or of its published version.' }),
      village: t.field({
        type: core.Village,
        description: 'The village that tells it.',
        resolve: ({ placeCode }, _args, ctx) => getPlace(ctx, placeCode),
      }),
      title: t.exposeString('title', { description: 'Its title.' }),
      summary: t.exposeString('summary', { description: 'At most 200 characters.' }),
      elements: t.field({ type: [Element], description: 'What it is about.', resolve: ({ elements }) => elements }),
      periodFrom: t.expose('periodFrom', { type: 'Date', description: 'When it began.' }),
      periodTo: t.expose('periodTo', { type: 'Date', description: 'When it was done.' }),
      background: t.exposeString('background', { description: 'What the matter was.' }),
      practice: t.exposeString('practice', { description: 'What was done.' }),
      effects: t.exposeString('effects', { description: 'What came of it.' }),
      lessons: t.exposeString('lessons', { description: 'What another village can learn.' }),
      state: t.field({
        type: State,
        description: 'Where it is on its way.',
        resolve: (seen) => (isPublished(seen) ? 'published' : seen.state),
      }),
      version: t.exposeInt('version', { description: 'Grows with every act.' }),
      publishedAt: t.expose('publishedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was last published.',
      }),
      comment: t.string({
        nullable: true,
        description: 'What was remarked with the last step; only at its own side.',
        resolve: (seen) => (isPublished(seen) ? null : seen.comment),
      }),
      snippet: t.string({
        nullable: true,
        description: 'In a search: the passage that was found, plain text with the found words in 【】.',
        resolve: (seen) => (isPublished(seen) && seen.found ? passageOf(seen, seen.found) : null),
      }),
      possibleActions: t.stringList({
        description: 'What the viewer can do with it now: EDIT, SUBMIT, APPROVE, RETURN, PUBLISH.',
        resolve: (seen, _args, ctx) => {
          if (isPublished(seen) || !ctx.actor) return [];
          return possibleActs(seen.state, officesOf(ctx.actor.reach, seen.placeCode)).map(constantOf);
        },
      }),
      isInvented: t.exposeBoolean('isInvented', { description: 'True for demonstration: it never happened.' }),
    }),
  });
  return { YucunCase: Case, YucunElement: Element };
}

function addQueries(b: Builder, { core }: Used, { YucunCase, YucunElement }: Types): void {
  b.fields(core.Village, (t) => ({
    yucunCases: t.connection({
      type: YucunCase,
      nullable: true,
      description: 'The cases that this village has published, the newest first.',
      resolve: ({ code }, args, ctx) => listOfVillage(ctx, code, { ...args, first: args.first ?? VILLAGE_PAGE }),
    }),
  }));
  b.queries((t) => ({
    yucunCases: t.connection({
      type: YucunCase,
      signedIn: true,
      description: 'Published cases, the newest first; with a search, the best first.',
      args: {
        search: t.arg.string({ description: 'Words that all must be found.' }),
        elements: t.arg({ type: [YucunElement], description: 'Cases with any of these elements.' }),
        within: t.arg({ type: 'PlaceCode', description: 'Only those of this place.' }),
      },
      resolve: (_root, { search, elements, within, ...args }, ctx) =>
        listPublished(ctx, { search, elements, within }, args),
    }),
    yucunDrafts: t.connection({
      type: YucunCase,
      permission: 'yucun-cases.case.read',
      description: 'Drafts and what is on its way, within your reach, the last changed first.',
      args: { within: t.arg({ type: 'PlaceCode', description: 'Only those of this place.' }) },
      resolve: (_root, { within, ...args }, ctx) => listDrafts(ctx, within, args),
    }),
    yucunCase: t.field({
      type: YucunCase,
      nullable: true,
      signedIn: true,
      description: 'A case within your reach, or a published one.',
      args: { id: t.arg.id({ required: true, description: 'Of a case or of a published version.' }) },
      resolve: (_root, { id }, ctx) => getCase(ctx, id),
    }),
  }));
}

function addMutations(b: Builder, { YucunCase, YucunElement }: Types): void {
  b.objectType(YucunActionRefusedError, {
    name: 'YucunActionRefusedError',
    description: 'The case is at another step; nothing was changed.',
    interfaces: [UserError],
    fields: (t) => ({
      state: t.string({ description: 'The step it is at.', resolve: ({ state }) => constantOf(state) }),
      possible: t.stringList({ description: 'What you can do.', resolve: ({ possible }) => possible.map(constantOf) }),
    }),
  });
  const Result = b.errorUnion('YucunCaseResult', {
    description: 'The case as it is after an act, or why nothing was done.',
    types: [YucunCase, VersionConflictError, YucunActionRefusedError, InputRefusedError],
    // Errors are known by their class; whatever else an act gives is the case.
    resolveType: () => YucunCase.name,
  });
  const DraftInput = b.inputType('DraftYucunCaseInput', {
    description: 'A new case, or with id and baseVersion a change of one.',
    fields: (t) => ({
      id: t.id({ description: 'When an existing case is changed.' }),
      baseVersion: t.int({ description: 'The version that was changed, with id.' }),
      village: t.field({ type: 'PlaceCode', required: true, description: 'The village that tells it.' }),
      title: t.string({ required: true, description: 'At most 80 characters.' }),
      summary: t.string({ required: true, description: 'At most 200 characters.' }),
      background: t.string({ required: true, description: 'What the matter was.' }),
      practice: t.string({ required: true, description: 'What was done.' }),
      effects: t.string({ required: true, description: 'What came of it.' }),
      lessons: t.string({ required: true, description: 'What another village can learn.' }),
      elements: t.field({ type: [YucunElement], required: true, description: 'What it is about.' }),
      periodFrom: t.field({ type: 'Date', required: true, description: 'When it began.' }),
      periodTo: t.field({ type: 'Date', required: true, description: 'When it was done.' }),
      clientWriteId: t.id({ required: true, description: 'The same id writes once.' }),
    }),
  });
  const ActInput = b.inputType('YucunActInput', {
    description: 'One step of a case.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The case.' }),
      baseVersion: t.int({ required: true, description: 'The version that was looked at.' }),
      comment: t.string({ description: 'A remark; a return needs one.' }),
      clientWriteId: t.id({ required: true, description: 'The same id writes once.' }),
    }),
  });
  b.mutations((t) => {
    const act = (key: keyof typeof PERMISSIONS, work: typeof submitYucunCase, description: string) =>
      t.field({
        type: Result,
        permission: PERMISSIONS[key],
        description,
        args: { input: t.arg({ type: ActInput, required: true, description: 'Which case.' }) },
        replay: (id, ctx) => getCase(ctx, id),
        resolve: (_root, { input }, ctx) => work(ctx.service(), input),
      });
    return {
      draftYucunCase: t.field({
        type: Result,
        permission: PERMISSIONS.edit,
        description: 'Keeps a draft: a new case, or a change of one that is not on its way.',
        args: { input: t.arg({ type: DraftInput, required: true, description: 'The texts.' }) },
        replay: (id, ctx) => getCase(ctx, id),
        resolve: (_root, { input }, ctx) => draftYucunCase(ctx.service(), input),
      }),
      submitYucunCase: act('submit', submitYucunCase, 'Hands a draft in to the township justice office.'),
      approveYucunCase: act('approve', approveYucunCase, 'Passes a case on: the township first, then the county.'),
      returnYucunCase: act('return', returnYucunCase, 'Returns a case to its village with a comment.'),
      publishYucunCase: act('publish', publishYucunCase, 'Publishes a case to every village.'),
    };
  });
}

const VILLAGE_PAGE = 20;

function passageOf({ summary, practice, effects, background, lessons, title }: SeenCase, words: readonly string[]) {
  return snippetOf([summary, practice, effects, background, lessons, title], words);
}

/** `townshipReviewed` → `TOWNSHIP_REVIEWED`. */
const constantOf = (key: string) => key.replace(/[A-Z]/g, '_$&').toUpperCase();
