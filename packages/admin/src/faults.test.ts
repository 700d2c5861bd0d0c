import { describe, expect, it } from 'vitest';
import { createFaults, type FaultInput } from './faults.ts';

/** Faults of one slot, and what was sent of them. */
function faultsThat(send: (input: FaultInput) => Promise<unknown> = async () => true) {
  const sent: FaultInput[] = [];
  const faults = createFaults({
    send: (input) => {
      sent.push(input);
      return send(input);
    },
    say: () => {},
  });
  const report = (error: unknown) =>
    faults.report({ plugin: 'wells', kind: 'SLOT', where: 'village.detail.side@1', error });
  return { report, sent };
}

describe('the report of a fault', () => {
  it('tells plugin, place, number and message', () => {
    const { report, sent } = faultsThat();

    const number = report(new TypeError('x is undefined'));

    expect(number).toMatch(/^[0-9A-F]{4}$/);
    expect(sent).toEqual([
      {
        plugin: 'wells',
        kind: 'SLOT',
        where: 'village.detail.side@1',
        message: `${number} TypeError: x is undefined`,
        clientWriteId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });

  it('is sent once a visit for the same fault, which has the same number for everybody', () => {
    const [mine, theirs] = [faultsThat(), faultsThat()];

    const [one, two, again] = ['one', 'two', 'one'].map((message) => mine.report(new Error(message)));

    expect(one).not.toBe(two);
    expect([again, theirs.report(new Error('one'))]).toEqual([one, one]);
    expect(mine.sent).toHaveLength(2);
  });

  it('stops after twenty, and still numbers what comes', () => {
    const { report, sent } = faultsThat();

    const numbers = Array.from({ length: 30 }, (_, index) => report(new Error(`fault ${index}`)));

    expect(sent).toHaveLength(20);
    expect(new Set(numbers).size).toBe(30);
  });

  it('never throws, whatever the sender does or the guest has thrown', () => {
    const rejecting = faultsThat(() => Promise.reject(new Error('no network')));
    const throwing = faultsThat(() => {
      throw new Error('no client');
    });

    for (const { report } of [rejecting, throwing]) {
      expect([report(null), report({ toString: () => 'odd' })]).toEqual([expect.any(String), expect.any(String)]);
    }
  });

  it('is cut to what a list can show', () => {
    const { report, sent } = faultsThat();

    report(new Error('x'.repeat(1_000)));

    expect(sent[0]?.message).toHaveLength(300);
  });
});
