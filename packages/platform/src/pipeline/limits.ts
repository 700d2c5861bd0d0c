/**
 * The limits of the pipeline, one table: what is counted, the most that is taken, and why so much.
 *
 * "Measured" is the largest honest value in November 2026: the documents of our own client, and the standard introspection query.
 */
export interface Limit {
  readonly most: number;
  readonly why: string;
}

const limit = (most: number, why: string): Limit => ({ most, why });

export const LIMITS = {
  // The document, with its fragments laid out
  tokens: limit(2_000, 'measured 530 (one answer of an assessment); a parser that stops costs nothing'),
  depth: limit(15, 'measured 9, introspection 15: raised from 12 so that the tools of a developer work'),
  aliases: limit(15, 'measured 2; nothing is exempt, fifteen are enough to compare'),
  directives: limit(8, 'measured 0'),
  repeats: limit(8, 'one response key in one selection; measured 3 (members of a union that all have `code`)'),
  fields: limit(1_000, 'measured 645 (one answer with its evidence and score): raised from 500'),
  roots: limit(10, 'measured 2'),
  cost: limit(
    5_000,
    'a field is 1, times the `first` of the pages around it; measured 3,301 (100 people with their grants)',
  ),
  // What is handed in
  variables: limit(
    240 * 1024,
    'bytes; raised from 64 KiB so that the longest text fits in any script, and below the body',
  ),
  inputDepth: limit(10, 'not measured; raised from 6 for the answers of a village, which are lists in lists'),
  inputList: limit(500, 'not measured; a standard has 129 indicators'),
  inputText: limit(60_000, 'characters; raised from 20,000 for a whole mediation record that is pasted'),
  // HTTP
  body: limit(256 * 1024, 'bytes; files go to /files'),
  headers: limit(16 * 1024, 'bytes; Node’s own default'),
  headersMs: limit(10_000, 'until the headers are there'),
  bodyMs: limit(15_000, 'until the body is there, also over a village’s radio link'),
  connections: limit(1_000, 'of one process'),
  requestsPerSecond: limit(100, 'of one session, or of one address for those without'),
  requestsBurst: limit(200, 'a page asks 2 to 5 times; a school room behind one address signs in'),
  waiting: limit(200, 'operations that wait for one of 20 connections; the next is told to come again'),
  // Time of an operation
  queryMs: limit(8_000, 'a plugin has 5 s and is named; what is left after that has no owner'),
  mutationMs: limit(15_000, 'the database ends a transaction in which nothing happens after 10 s, and that is said'),
  // Sockets
  message: limit(256 * 1024, 'bytes, as a body'),
  initMs: limit(3_000, 'until a socket says what it wants'),
  streams: limit(50, 'of one socket; a page has 1 to 3'),
  sockets: limit(10, 'of one session: one a tab'),
  messagesPerSecond: limit(50, 'of one socket'),
  messagesBurst: limit(100, 'a tab that comes back subscribes to all at once'),
  pingMs: limit(12_000, 'a socket without a pong until the next ping is dead'),
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;

/** The most of each, for who serves; tests take less of time. */
export type Most = Readonly<Record<LimitName, number>>;

export const most = (changed: Partial<Most> = {}): Most => ({
  ...(Object.fromEntries(Object.entries(LIMITS).map(([name, one]) => [name, one.most])) as Record<LimitName, number>),
  ...changed,
});
