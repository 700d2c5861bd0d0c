/**
 * Two worlds: equal within an actor's reach, different beyond it. Whatever the actor asks, the bytes that come back are the same.
 *
 * What is beyond differs in rows, counts, names, numbers, files, grants and events; data, totals, cursors, sentences of errors,
 * files and frames of streams tell nothing of it.
 */
import { isRequiredArgument } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeFor, VILLAGES } from '../matrix/places.ts';
import { rollBackMutations } from '../matrix/rollback.ts';
import { placementsOf, questionsOf, type Question } from '../matrix/run.ts';
import { specimens } from '../matrix/specimens/index.ts';
import { FENCES } from './fences.ts';
import { happenEverywhere, listenTo, withoutCursors, withoutPosition, type Listening } from './listening.ts';
import { changeOutside } from './outside.ts';
import { wholeDocument } from './whole.ts';
import { makeWorlds, storeFiles, type Side, type Worlds } from './worlds.ts';

/** Whose reach the two worlds agree in, and who asks. */
const REACHES: Readonly<Record<string, readonly string[]>> = {
  '330523108204': ['clerk', 'mediator12', 'chair', 'anonymous'],
  '330523108': ['inspector', 'justice'],
  '330523': ['county', 'auditor6'],
};
/** Questions whose answer is about the whole deployment on purpose. */
const ABOUT_ALL: Readonly<Record<string, string>> = {
  'query auditSeal': 'One chain seals the acts of the whole deployment; whoever verifies it counts all of its rows.',
};

let worlds: Worlds;
beforeAll(async () => {
  worlds = await makeWorlds();
}, 180_000);
afterAll(async () => {
  for (const sides of opened.values()) for (const side of await sides) await side.close();
  await worlds.close();
});

const opened = new Map<string, Promise<readonly [Side, Side]>>();
const bothOf = (prefix: string) => opened.get(prefix) ?? opened.set(prefix, openBoth(prefix)).get(prefix)!;

async function openBoth(prefix: string): Promise<readonly [Side, Side]> {
  const names = [...(REACHES[prefix] ?? []), 'chair'];
  const one = await worlds.open(names);
  const other = await worlds.open(names, async ({ sql, host, dataFolder }) => {
    const changed = await sql((owner) => changeOutside(owner, { prefix, plugins: host.plugins, world: worlds.world }));
    const beyond = Object.values(VILLAGES).filter((code) => !code.startsWith(prefix));
    await sql((owner) => storeFiles(owner, dataFolder, (code) => `another photo of ${code}`, beyond));
    expect(Math.min(...Object.values(changed))).toBeGreaterThan(10);
  });
  return [one, other];
}

interface Compared {
  answers: number;
  bytes: number;
  readonly differing: string[];
}

/** Asks both sides everything, and then for every file. */
async function compare(sides: readonly [Side, Side], roots = /./): Promise<Compared> {
  const compared: Compared = { answers: 0, bytes: 0, differing: [] };
  const note = (what: string, texts: readonly string[]) => {
    const [one = '', other = ''] = texts.map(withoutCursors);
    if (/PLUGIN_|TIMEOUT|OVERLOAD/.test(one + other)) throw new Error(`${what} could not be asked: ${one}`);
    compared.answers += 1;
    compared.bytes += one.length;
    if (one !== other) compared.differing.push(`${what}: ${firstDifference(one, other)}`);
  };
  const [{ actors, host }] = sides;
  const { world } = worlds;
  const asked = questionsOf(host.host.schema, specimens()).filter(({ specimen }) => !(specimen.root in ABOUT_ALL));
  for (const question of asked.filter(({ specimen }) => roots.test(specimen.root))) {
    const stands = question.specimen.stands === 'village' ? 'village' : 'anywhere';
    const { field } = question.asked;
    // Once more without a place, where none is needed: totals of all that is within reach.
    const isOpen =
      field.args.some(({ name }) => name === 'first') && !field.args.some((arg) => isRequiredArgument(arg));
    for (const [index, { name, level }] of actors.entries()) {
      const codes = placementsOf(question.specimen).map((placement) => placeFor(stands, level, placement));
      const given = codes.flatMap((code) =>
        code === undefined ? [] : [question.specimen.args?.(world.target(code), world) ?? {}],
      );
      for (const variables of [...given, ...(isOpen ? [openly(field)] : [])]) {
        const document = wholeDocument(host.host.schema, question, variables);
        const texts = sides.map((side) => side.actors[index]!.client.queryText(document, variables));
        note(`${question.specimen.root} of ${name} with ${JSON.stringify(variables)}`, await Promise.all(texts));
      }
    }
  }
  for (const [index, { name }] of actors.entries())
    for (const code of Object.values(VILLAGES)) {
      const path = `/files/${world.target(code).id('evidence')}`;
      const texts = sides.map(async (side) => {
        const answer = await side.actors[index]!.client.fetch(path);
        const headers = [...answer.headers].filter(([key]) => key !== 'date');
        return `${answer.status} ${JSON.stringify(headers)} ${await answer.text()}`;
      });
      note(`the file of ${code} for ${name}`, await Promise.all(texts));
    }
  return compared;
}

/** A page of all that is within reach; of a log until the signing in on each side. */
const openly = ({ args }: Question['asked']['field']): object => ({
  first: 20,
  ...(args.some(({ name }) => name === 'to') && { to: worlds.madeAt }),
});

function firstDifference(one: string, other: string): string {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const from = Math.max(0, at - 120);
  return `${one.slice(from, at + 80)} ≠ ${other.slice(from, at + 80)}`;
}

it.each(Object.keys(REACHES))(
  'gives the same bytes, whatever is the case beyond %s',
  async (prefix) => {
    const sides = await bothOf(prefix);
    const restores = sides.map(({ host }) => rollBackMutations(host));
    const { answers, bytes, differing } = await compare(sides);
    restores.forEach((restore) => restore());

    console.log(`two worlds, ${prefix}: ${answers} answers of ${bytes} bytes, ${differing.length} differ`);
    expect(answers).toBeGreaterThan(300);
    expect(differing).toEqual([]);
  },
  300_000,
);

it.each(Object.keys(REACHES))(
  'gives the same frames over SSE and WebSocket, whatever happens beyond %s',
  async (prefix) => {
    const sides = await bothOf(prefix);
    const listening = await Promise.all(sides.map((side) => listenTo(side, worlds.world)));
    const of = ({ heard }: Listening) => heard.map(({ where, frames }) => [where, ...frames]);
    for (const side of sides) {
      const control = side.actors.find(({ name }) => name === 'chair')!.client;
      await happenEverywhere(side, worlds.world, control);
    }
    const [one, other] = listening as [Listening, Listening];
    const later = (listened: Listening) => of(listened).map((frames) => frames.map(withoutPosition));
    await expect.poll(() => later(other)).toEqual(later(one));
    const frames = one.heard.reduce((sum, { frames: all }) => sum + all.length, 0);
    await Promise.all(listening.map(({ close }) => close()));

    console.log(`two worlds, ${prefix}: ${one.heard.length} streams, ${frames} frames`);
    expect(frames).toBeGreaterThan(50);
    // What stood in the log already has the same position on both sides.
    const first = (listened: Listening) => of(listened).map(([where, frame]) => [where, frame]);
    expect(first(other)).toEqual(first(one));
  },
  300_000,
);

it('would see a difference: with the door and row security down there is one', async () => {
  const sides = await bothOf('330523108204');
  for (const { host } of sides) for (const fence of ['the door', 'the database']) await FENCES[fence]!(host);
  const { differing } = await compare(sides, /^query (mediationCases|people|assessments|yucunDrafts)$/);

  console.log(`two worlds with one fence left: ${differing.length} differ`);
  expect(differing.length).toBeGreaterThan(0);
}, 300_000);
