/** Runs the cells: each specimen's document for each actor and placement; what a mutation wrote is rolled back. */
import type { GraphQLSchema } from 'graphql';
import type { Client } from '@cunzhi/test';
import type { MatrixActor } from './actors.ts';
import { documentFor, type Asked } from './document.ts';
import type { Cell } from './expected.ts';
import { isFound, outcomeOfMutation, refusalOf, seenFields, type Outcome } from './outcome.ts';
import { NOWHERE, placeFor } from './places.ts';
import { permissionsOf } from './permissions.ts';
import { PLACEMENTS, type Placement, type Specimen } from './specimen.ts';
import type { World } from './world.ts';

export interface Question {
  readonly plugin: string;
  readonly specimen: Specimen;
  readonly asked: Asked;
  readonly permissions: ReadonlyMap<string, string>;
}

export const questionsOf = (
  schema: GraphQLSchema,
  plugins: Readonly<Record<string, readonly Specimen[]>>,
): Question[] =>
  Object.entries(plugins).flatMap(([plugin, specimens]) =>
    specimens.map((specimen) => ({
      plugin,
      specimen,
      asked: documentFor(schema, specimen),
      permissions: permissionsOf(schema, specimen),
    })),
  );

/** The cells of one question for one actor at one placement. */
export async function ask(
  { plugin, specimen, asked, permissions }: Question,
  {
    actor,
    placement,
    world,
    over = 'http',
  }: {
    readonly actor: MatrixActor;
    readonly placement: Placement;
    readonly world: World;
    readonly over?: 'http' | 'sse';
  },
): Promise<Cell[]> {
  const stands = specimen.stands === 'everywhere' ? 'anywhere' : specimen.stands;
  const code = placeFor(stands, actor.level, placement);
  if (code === undefined) return [];
  const what = `${specimen.root} of ${actor.name} at ${placement}`;
  const target = world.target(code);
  const variables = specimen.args?.(target, world) ?? {};
  const answer = await send(actor.client, { document: asked.document, variables, over });
  const cell = (where: string, outcome: Outcome): Cell => ({
    plugin, where, permission: permissions.get(where) ?? '', actor: actor.name, placement, outcome,
  }); // prettier-ignore
  if (asked.kind === 'mutation') return [cell(specimen.root, outcomeOfMutation(answer, what))];
  const isRefused = refusalOf(answer, what);
  if (specimen.finds !== undefined) {
    const found = isFound(answer, code === NOWHERE ? '' : target.id(specimen.finds));
    return [...permissions.keys()].map((where) => cell(where, isRefused ? 'refused' : found ? 'shown' : 'hidden'));
  }
  const seen = seenFields(answer);
  return [...permissions.keys()].map((where) => {
    if (isRefused) return cell(where, 'refused');
    const isRoot = where === specimen.root;
    const has = isRoot
      ? answer.data?.root != null
      : seen.get(where) || (seen.has(where) && where in (specimen.empty ?? {}));
    return cell(where, has ? 'shown' : 'hidden');
  });
}

interface Answer {
  readonly data?: { readonly root?: unknown } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

async function send(
  client: Client,
  { document, variables, over }: { document: string; variables: object; over: 'http' | 'sse' },
): Promise<Answer> {
  const text = await client.queryText(document, variables, over === 'sse' ? { accept: 'text/event-stream' } : {});
  return JSON.parse(over === 'sse' ? (/^data: ?(\{.*\})$/m.exec(text)?.[1] ?? text) : text) as Answer;
}

export const placementsOf = ({ stands }: Specimen): readonly Placement[] =>
  stands === 'everywhere' ? ['own'] : PLACEMENTS;
