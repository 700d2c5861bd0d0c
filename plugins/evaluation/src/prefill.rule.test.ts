import { expect, it } from 'vitest';
import type { FactValue } from '@cunzhi/plugin';
import type { Indicator } from './engine/index.ts';
import { fillingOf, originOf } from './prefill.rule.ts';

const fact = (value: FactValue['value'], more: Partial<FactValue> = {}): FactValue => ({
  value,
  recordCount: 2,
  asOf: new Date('2026-06-30T02:00:00Z'),
  isComplete: true,
  ...more,
});
const about: Omit<Indicator, 'answer'> = {
  code: 'A1.01',
  name: '人数',
  how: '数人。',
  points: '1',
  check: ['papers'],
  evidence: { what: ['名单'], min: '1', photo: 'never' },
  provenance: 'sourced',
};
const simple: Indicator = { ...about, answer: { kind: 'number', unit: '人', fact: 'people.count' } };
const composite: Indicator = {
  ...about,
  answer: {
    kind: 'form',
    fields: {
      members: { kind: 'number', unit: '人', fact: 'people.count' },
      woman: { kind: 'yesNo', fact: 'people.woman' },
      note: { kind: 'yesNo' },
    },
  },
};

it('fills an answer with what records say, and nothing when there are none', () => {
  const filling = fillingOf(simple, new Map([['people.count', fact({ value: 5 })]]));

  expect(filling).toEqual({
    facts: ['people.count'],
    answer: { value: '5' },
    recordCount: 2,
    asOf: new Date('2026-06-30T02:00:00Z'),
    isComplete: true,
  });
  expect(fillingOf(simple, new Map())).toBeNull();
});

it('fills the fields of a composite form that have facts, and says that it is not whole', () => {
  const older = new Date('2026-01-01T00:00:00Z');
  const filling = fillingOf(composite, new Map([['people.count', fact({ value: '5' })], ['people.woman', fact({ value: true }, { asOf: older, recordCount: 1 })]])); // prettier-ignore

  expect(filling).toEqual({
    facts: ['people.count', 'people.woman'],
    answer: { fields: { members: { value: '5' }, woman: { value: true } } },
    recordCount: 3,
    asOf: older,
    isComplete: false,
  });
});

it('lets an answer stand on records only where it says the same', () => {
  const facts = new Map([['people.count', fact({ value: '5' })]]);

  expect(originOf(simple, { value: '5' }, facts)).toEqual({ id: 'people.count', records: 2, asOf: '2026-06-30' });
  expect(originOf(simple, { value: '6' }, facts)).toBeNull();
  expect(originOf(composite, { fields: { members: { value: '5' }, woman: { value: false } } }, facts)).toEqual({
    id: 'people.count',
    records: 2,
    asOf: '2026-06-30',
  });
  expect(originOf(composite, { fields: { members: { value: '4' } } }, facts)).toBeNull();
});
