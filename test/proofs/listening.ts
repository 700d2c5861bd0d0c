/** What somebody hears over every stream: the frames of the log, then those of events that happen while they listen. */
import type { Client } from '@cunzhi/test';
import { placeFor, VILLAGES } from '../matrix/places.ts';
import { PLACEMENTS } from '../matrix/specimen.ts';
import { openStream, STREAMS, type Transport } from '../matrix/streams.ts';
import { fillSignals, type World } from '../matrix/world.ts';
import type { Side } from './worlds.ts';

export interface Heard {
  /** Stream, listener, transport and place. */
  readonly where: string;
  readonly frames: string[];
}

export interface Listening {
  readonly heard: readonly Heard[];
  close(): Promise<void>;
}

const TRANSPORTS: readonly Transport[] = ['sse', 'socket'];

/** Opens every stream for every actor of the side, at each of their places and for their whole reach. */
export async function listenTo({ actors }: Side, world: World): Promise<Listening> {
  const heard: Heard[] = [];
  const ends: (() => Promise<void>)[] = [];
  for (const { name, level, client, anonymous } of actors)
    for (const transport of TRANSPORTS.filter((one) => one === 'sse' || !anonymous))
      for (const stream of STREAMS)
        for (const placement of PLACEMENTS) {
          const code = placeFor('village', level, placement);
          if (code === undefined) continue;
          const frames: string[] = [];
          const { next, close } = await openStream(client, transport, stream, world.target(code), world.before);
          void keep(next, frames);
          heard.push({ where: `${stream.name} of ${name} over ${transport} at ${placement}`, frames });
          ends.push(close);
        }
  return { heard, close: async () => void (await Promise.all(ends.map((end) => end()))) };
}

async function keep(next: () => Promise<string | undefined>, frames: string[]): Promise<void> {
  try {
    for (let frame = await next(); frame !== undefined; frame = await next())
      if (!frame.includes('MediationHeartbeat')) frames.push(frame);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) frames.push(`ended: ${JSON.stringify(error)}`);
  }
}

/** Lets the same thing happen in every village, and waits until whoever may hear of it has. */
export async function happenEverywhere({ host }: Side, world: World, control: Client): Promise<void> {
  await host.sql(async (sql) => {
    for (const code of Object.values(VILLAGES)) {
      const ids = ['case ACCEPTED', 'assessment', 'round'].map((name) => [name, world.target(code).id(name)] as const);
      await fillSignals(sql, code, new Map(ids));
    }
  });
  for (const transport of TRANSPORTS)
    for (const stream of STREAMS) {
      const { next, close } = await openStream(control, transport, stream, world.target(VILLAGES.yucun), world.before);
      await next();
      await next();
      await close();
    }
}

/** A text without positions of the log: they count the transactions of the whole cluster, whatever those were about. */
export const withoutCursors = (text: string): string => text.replaceAll(/\d{6}-\d{20}-\d{20}/g, 'position');

/** A frame without its position in the log and its time, which are those of the cluster: for what happens while one listens. */
export const withoutPosition = (frame: string): string =>
  frame.replaceAll(/"(eventId|cursor|at)":"[^"]*"/g, (_all, key: string) => `"${key}":""`);
