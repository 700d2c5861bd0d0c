import { describe, expect, it } from 'vitest';
import { createFaults, type FaultInput } from './faults.ts';

/** Faults numbered 0001, 0002 …, and what was sent of them. */
function faultsThat(send: (input: FaultInput) => Promise<unknown> = async () => true) {
  const sent: FaultInput[] = [];
  let made = 0;
  const faults = createFaults({
    send: (input) => {
      sent.push(input);
      return send(input);
    },
    say: () => {},
    makeNumber: () => String(++made).padStart(4, '0'),
  });
  const report = (error: unknown) =>
    faults.report({ plugin: 'wells', kind: 'SLOT', where: 'village.detail.side@1', error });
  return { report, sent };
}

describe('the report of a fault', () => {
  it('tells plugin, place, number and message', () => {
    const { report, sent } = faultsThat();

    const number = report(new TypeError('x is undefined'));

    expect(number).toBe('0001');
    expect(sent).toEqual([
      {
        plugin: 'wells',
        kind: 'SLOT',
        where: 'village.detail.side@1',
        message: '0001 TypeError: x is undefined',
        clientWriteId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });

  it('is sent once for the same fault, which keeps its number', () => {
    const { report, sent } = faultsThat();

    const numbers = [report(new Error('one')), report(new Error('two')), report(new Error('one'))];

    expect(numbers).toEqual(['0001', '0002', '0001']);
    expect(sent).toHaveLength(2);
  });

  it('stops after twenty, and still numbers what comes', () => {
    const { report, sent } = faultsThat();

    const numbers = Array.from({ length: 30 }, (_, index) => report(new Error(`fault ${index}`)));

    expect(sent).toHaveLength(20);
    expect(numbers.at(-1)).toBe('0030');
  });

  it('never throws, whatever the sender does or the guest has thrown', () => {
    const rejecting = faultsThat(() => Promise.reject(new Error('no network')));
    const throwing = faultsThat(() => {
      throw new Error('no client');
    });

    expect([rejecting.report(null), throwing.report({ toString: () => 'odd' })]).toEqual(['0001', '0001']);
  });

  it('is cut to what a list can show', () => {
    const { report, sent } = faultsThat();

    report(new Error('x'.repeat(1_000)));

    expect(sent[0]?.message).toHaveLength(300);
  });
});
