/**
 * Subscriptions over SSE and WebSocket: refused (the first frame is an error), shown (an event), hidden (open, and nothing comes).
 *
 * What the table calls shown or refused is waited for. Where it says hidden, or nothing yet, a stream is called empty once three
 * control streams, opened after it one after another by somebody who may hear their event, have heard it.
 */
import type { Client } from '@cunzhi/test';
import type { MatrixActor } from './actors.ts';
import type { Cell } from './expected.ts';
import type { Outcome } from './outcome.ts';
import { placeFor } from './places.ts';
import { PLACEMENTS, type Target } from './specimen.ts';
import type { World } from './world.ts';

export type Transport = 'sse' | 'socket';

export interface StreamSpecimen {
  readonly name: string;
  readonly permission: string;
  readonly selection: string;
  readonly args: (target: Target) => Readonly<Record<string, string>>;
}

export const STREAMS: readonly StreamSpecimen[] = [
  {
    name: 'mediationEvents',
    permission: 'mediation.case.meta',
    selection:
      '__typename ... on MediationEvent { eventId cursor type at caseId placeCode procedure version } ... on MediationHeartbeat { beat: cursor }',
    args: ({ code }) => ({ within: code }),
  },
  {
    name: 'assessmentChanged',
    permission: 'evaluation.answer.read',
    selection: 'assessment at cursor indicator level name state version',
    args: (target) => ({ id: target.id('assessment') }),
  },
  {
    name: 'roundProgress',
    permission: 'evaluation.answer.read',
    selection: 'assessment at cursor name place state',
    args: (target) => ({ id: target.id('round') }),
  },
];

const documentOf = ({ name, selection, args }: StreamSpecimen, target: Target): [string, Record<string, string>] => {
  const given = args(target);
  const [[key, value] = ['', '']] = Object.entries(given);
  const type = key === 'within' ? 'PlaceCode!' : 'ID!';
  return [
    `subscription ($key: ${type}, $after: EventCursor) { root: ${name}(${key}: $key, after: $after) { ${selection} } }`,
    { key: value },
  ];
};

interface Frame {
  readonly data?: { readonly root?: { readonly __typename?: string } | null } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function outcomeOf(frame: Frame | undefined): Outcome {
  if (frame === undefined || frame.data?.root?.__typename === 'MediationHeartbeat') return 'hidden';
  const code = frame.errors?.[0]?.extensions?.code;
  if (code !== undefined && code !== 'NOT_FOUND')
    throw new Error(`A stream ended in ${code}: ${JSON.stringify(frame)}`);
  return code === undefined ? 'shown' : 'refused';
}

/** All placements of one stream for one actor, beside a control stream. */
export async function listen(
  stream: StreamSpecimen,
  {
    actor,
    control,
    world,
    transport,
    isHidden,
  }: {
    actor: MatrixActor;
    control: Client;
    world: World;
    transport: Transport;
    isHidden: (cell: Omit<Cell, 'outcome'>) => boolean;
  },
): Promise<Cell[]> {
  const codes = PLACEMENTS.flatMap((placement) => {
    const code = placeFor('village', actor.level, placement);
    return code === undefined ? [] : [{ placement, target: world.target(code) }];
  });
  const open = await Promise.all(
    codes.map(async ({ placement, target }) => ({
      placement,
      frames: await openStream(actor.client, transport, stream, target, world.before),
    })),
  );
  for (let round = 0; round < CONTROL_ROUNDS; round += 1) {
    const heard = await openStream(control, transport, stream, world.target('330523108204'), world.before);
    await heard.first;
    await heard.close();
  }
  const cells = await Promise.all(
    open.map(async ({ placement, frames }) => {
      const cell = {
        plugin: 'streams',
        where: `subscription ${stream.name}`,
        permission: `${stream.permission} (${stream.name})`,
        actor: actor.name,
        placement,
      };
      const frame = isHidden(cell) ? await Promise.race([frames.first, settled()]) : await frames.first;
      return { ...cell, outcome: outcomeOf(frame) };
    }),
  );
  await Promise.all(open.map(({ frames }) => frames.close()));
  return cells;
}

const CONTROL_ROUNDS = 3;

/** After whatever has arrived already was handed over. */
const settled = (): Promise<undefined> =>
  new Promise((done) => void setImmediate(() => setImmediate(() => done(undefined))));

interface Open {
  readonly first: Promise<Frame | undefined>;
  close(): Promise<void>;
}

async function openStream(
  client: Client,
  transport: Transport,
  stream: StreamSpecimen,
  target: Target,
  after: string,
): Promise<Open> {
  const [query, given] = documentOf(stream, target);
  const variables = { ...given, after };
  if (transport === 'socket') {
    const frames = client.subscribe(query, variables);
    const first = frames.next().then(({ value }) => value as Frame | undefined);
    first.catch(() => {});
    return { first, close: async () => void frames.return?.() };
  }
  const stop = new AbortController();
  const answer = await client.fetch('/graphql', {
    method: 'POST',
    signal: stop.signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...client.asked(query), variables }),
  });
  const first = firstFrame(answer);
  first.catch(() => {});
  return { first, close: async () => stop.abort() };
}

async function firstFrame({ body }: Response): Promise<Frame | undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const data = /^data: ?(\{.*\})$/m.exec(text)?.[1];
    if (data) return JSON.parse(data) as Frame;
  }
  return undefined;
}
