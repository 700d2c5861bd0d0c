import { describe, expect, it } from 'vitest';
import { draftProblems, publishProblems, submitProblems, type CaseTexts } from './text.rule.ts';

const good: CaseTexts = {
  title: '一张议事桌，议出一条路',
  summary: '村里用议事桌商量修路，半年修成。',
  background: '原来的路三米宽，会车要倒回去。',
  practice: '开了三次议事会，让户主逐户表态。',
  effects: '路修到五米，2025年投入12.5万元，没有一户上访。',
  lessons: '先把话说开，再动工。',
  elements: ['peopleDecide'],
  periodFrom: '2025-01-01',
  periodTo: '2025-06-30',
};
const codes = (problems: readonly { path: string; code: string }[]) =>
  problems.map(({ path, code }) => `${path} ${code}`);

it('takes a good text at every step', () => {
  expect([...draftProblems(good), ...submitProblems(good), ...publishProblems(good)]).toEqual([]);
});

describe('a draft', () => {
  it('may be empty', () => {
    expect(draftProblems({ ...good, title: '', summary: '', practice: '', elements: [] })).toEqual([]);
  });

  it('has a summary of 200 characters at most, counted as people count', () => {
    expect(draftProblems({ ...good, summary: '𠮷'.repeat(200) })).toEqual([]);
    expect(codes(draftProblems({ ...good, summary: '好'.repeat(201) }))).toEqual(['summary TOO_LONG']);
  });

  it('has 50,000 characters at most in all', () => {
    const others =
      good.title.length + good.summary.length + good.background.length + good.effects.length + good.lessons.length;

    expect(draftProblems({ ...good, practice: '字'.repeat(50_000 - others) })).toEqual([]);
    expect(codes(draftProblems({ ...good, practice: '字'.repeat(50_001 - others) }))).toEqual([
      'practice TEXT_TOO_LONG',
    ]);
  });

  it('names every problem at once', () => {
    const texts = { ...good, title: '题'.repeat(81), lessons: '看<script>这里', periodTo: '2024-12-31' };

    expect(codes(draftProblems(texts))).toEqual(['title TOO_LONG', 'periodTo PERIOD_REVERSED', 'lessons UNSAFE_TAG']);
  });

  it('may use the sign < where it is no markup', () => {
    expect(draftProblems({ ...good, effects: '矛盾 < 3 起，满意率 > 95%' })).toEqual([]);
  });
});

it('cannot be handed in with an empty part or without an element', () => {
  expect(codes(submitProblems({ ...good, background: ' \n', lessons: '', elements: [] }))).toEqual(['background EMPTY', 'lessons EMPTY', 'elements EMPTY']); // prettier-ignore
});

describe('publication', () => {
  it.each([
    ['a mobile number', '联系13857212345可问', 'PHONE_NUMBER'],
    ['one in full-width digits', '联系１３８５７２１２３４５', 'PHONE_NUMBER'],
    ['one in groups', '138 5721 2345', 'PHONE_NUMBER'],
    ['one with hyphens', '138-5721-2345', 'PHONE_NUMBER'],
    ['a number with an area code', '0572-5123456', 'PHONE_NUMBER'],
    ['any eleven digits', '编号20250000123', 'PHONE_NUMBER'],
    ['an identity number', '身份证330523198001011234。', 'IDENTITY_NUMBER'],
    ['an identity number that ends in X', '33052319800101123x', 'IDENTITY_NUMBER'],
  ])('refuses %s', (_name, text, code) => {
    expect(codes(publishProblems({ ...good, effects: text }))).toEqual([`effects ${code}`]);
  });

  it.each([
    '2025年6月30日',
    '1234567890',
    '123456789012',
    '12,345,678,901 元',
    '第20250630号',
    '2025-01-01 2025-06-30',
  ])('takes %s', (text) => {
    expect(publishProblems({ ...good, effects: text })).toEqual([]);
  });

  it('looks at every part', () => {
    const phone = '13857212345';
    const texts = {
      ...good,
      title: phone,
      summary: phone,
      background: phone,
      practice: phone,
      effects: phone,
      lessons: phone,
    };

    expect(publishProblems(texts).map(({ path }) => path)).toEqual([
      'title',
      'summary',
      'background',
      'practice',
      'effects',
      'lessons',
    ]);
  });
});
