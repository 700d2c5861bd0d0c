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
      frames: await openFirst(actor.client, transport, stream, target, world.before),
    })),
  );
  for (let round = 0; round < CONTROL_ROUNDS; round += 1) {
    const heard = await openFirst(control, transport, stream, world.target('330523108204'), world.before);
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

export interface OpenStream {
  /** The next frame byte for byte; undefined when the stream has ended. */
  next(): Promise<string | undefined>;
  close(): Promise<void>;
}

interface Open {
  readonly first: Promise<Frame | undefined>;
  close(): Promise<void>;
}

async function openFirst(...given: Parameters<typeof openStream>): Promise<Open> {
  const { next, close } = await openStream(...given);
  const first = next().then((text) => (text === undefined ? undefined : (JSON.parse(text) as Frame)));
  first.catch(() => {});
  return { first, close };
}

export async function openStream(
  client: Client,
  transport: Transport,
  stream: StreamSpecimen,
  target: Target,
  after: string,
): Promise<OpenStream> {
  const [query, given] = documentOf(stream, target);
  const variables = { ...given, after };
  if (transport === 'socket') {
    const frames = client.subscribe(query, variables);
    const next = () => frames.next().then(({ value }) => (value === undefined ? undefined : JSON.stringify(value)));
    return { next, close: async () => void frames.return?.() };
  }
  const stop = new AbortController();
  const answer = await client.fetch('/graphql', {
    method: 'POST',
    signal: stop.signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...client.asked(query), variables }),
  });
  const frames = framesOf(answer);
  return { next: () => frames.next().then(({ value }) => value ?? undefined), close: async () => stop.abort() };
}

async function* framesOf({ body }: Response): AsyncGenerator<string, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const data = /^data: ?(\{.*\})$/.exec(line)?.[1];
      if (data) yield data;
    }
  }
  return undefined;
}
