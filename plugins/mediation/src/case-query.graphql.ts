/** Reading cases in GraphQL: one by id, a list, the board with the cursor of its own snapshot. */
import type { Builder } from './builder.ts';
import type { CaseTypes } from './case.graphql.ts';
import { getCase, listCases, readBoard, type BoardColumn } from './case-list.service.ts';
import { caseById } from './case.loader.ts';
import { SEE, WRITE } from './permissions.ts';

interface Board {
  readonly columns: readonly BoardColumn[];
  readonly cursor: string;
}

export function addCaseQueries(b: Builder, { CaseRef, ProcedureRef }: CaseTypes): void {
  const permission = [SEE, WRITE] as const;
  const BoardRef = addBoard(b, { CaseRef, ProcedureRef });
  b.queries((t) => ({
    mediationCase: t.field({
      type: CaseRef,
      nullable: true,
      permission,
      description: 'A case by its id; NOT_FOUND when there is none within reach.',
      args: { id: t.arg.id({ required: true, description: 'The id.' }) },
      resolve: (_root, { id }, ctx) => getCase(ctx, id),
    }),
    mediationCases: t.connection(
      {
        type: CaseRef,
        permission,
        description: 'The cases within a place that you may see, newest first.',
        args: {
          within: t.arg({
            type: 'PlaceCode',
            required: true,
            description: 'Only cases of this place and those below it.',
          }),
          procedure: t.arg({ type: ProcedureRef, description: 'Only cases that have come so far.' }),
        },
        resolve: (_root, { within, procedure, ...args }, ctx) => listCases(ctx, { within, procedure }, args),
      },
      { name: 'MediationCaseConnection' },
      { name: 'MediationCaseEdge' },
    ),
    mediationBoard: t.field({
      type: BoardRef,
      permission,
      description: 'The cases within a place by how far they have come; listen to `mediationEvents` after its cursor.',
      args: { within: t.arg({ type: 'PlaceCode', required: true, description: 'The place.' }) },
      resolve: async (_root, { within }, ctx) => ({
        columns: await readBoard(ctx, within),
        cursor: await ctx.cursor(),
      }),
    }),
  }));
}

function addBoard(b: Builder, { CaseRef, ProcedureRef }: Pick<CaseTypes, 'CaseRef' | 'ProcedureRef'>) {
  const ColumnRef = b.objectRef<BoardColumn>('MediationBoardColumn').implement({
    description: 'The cases that have come equally far.',
    fields: (t) => ({
      procedure: t.expose('procedure', { type: ProcedureRef, description: 'How far.' }),
      totalCount: t.exposeInt('totalCount', { description: 'All of them.' }),
      cases: t.field({
        type: [CaseRef],
        description: 'The newest, at most fifty.',
        resolve: async ({ ids }, _args, ctx) => {
          const rows = await Promise.all(ids.map((id) => ctx.load(caseById, id)));
          return rows.filter((row) => row !== null);
        },
      }),
    }),
  });
  return b.objectRef<Board>('MediationBoard').implement({
    description: 'Cases side by side, by how far they have come.',
    fields: (t) => ({
      columns: t.field({
        type: [ColumnRef],
        description: 'One for each state, also when it is empty.',
        resolve: ({ columns }) => [...columns],
      }),
      cursor: t.expose('cursor', { type: 'EventCursor', description: 'The place of this snapshot in the event log.' }),
    }),
  });
}
