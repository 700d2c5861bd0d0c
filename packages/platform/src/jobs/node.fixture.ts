/** A process that runs one handler until it is killed: it leaves each number in the database, then says it, then commits. */
import { killed, openBench } from './work.fixture.ts';

const say = (text: string) =>
  new Promise<void>((done) => process.stdout.write(`${process.pid} ${text}\n`, () => done()));

const bench = openBench(process.env['DATABASE_URL'] ?? '', [killed((number) => say(String(number)))]);
await bench.start({ limits: { waitMs: 5 } });
await say('ready');
