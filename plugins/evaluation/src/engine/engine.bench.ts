/**
 * The benchmark: 1,300 villages × 129 indicators, first pass in at most 2 s, second pass in at most 1 s.
 *
 * Run it with `tsx`; it prints the middle of five runs and ends with 1 when a goal is missed.
 */
import { readFileSync } from 'node:fs';
import { villagesOf } from './fixtures/answers.ts';
import { loadFacts, loadStandard, scoreVillages } from './index.ts';
import type { Indicator, Standard } from './index.ts';
import { firstPass, secondPass, sheetsOf } from './sheets.ts';

const VILLAGES = 1300;
const PERIOD = { from: '2024-01-01', to: '2024-12-31' };

function read(name: string): string {
  return readFileSync(new URL(`../../../../standards/${name}`, import.meta.url), 'utf8');
}

function indicatorsOf(standard: Standard): Indicator[] {
  return standard.classes.flatMap((one) => one.items.flatMap((item) => item.indicators));
}

function middleOf(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

/** The bundled standard with every number of times compared with the county's average and rank. */
function withGroupRules(standard: Standard): Standard {
  const bands = [{ atLeast: '100', points: '1' }];
  const classes = standard.classes.map((one) => ({
    ...one,
    items: one.items.map((item) => ({
      ...item,
      indicators: item.indicators.map((indicator) =>
        indicator.answer.kind !== 'number'
          ? indicator
          : {
              ...indicator,
              score: {
                kind: 'groupAverage' as const,
                group: 'all',
                statistic: 'mean' as const,
                bands,
                small: 'full' as const,
              },
            },
      ),
    })),
  }));
  return { ...standard, groups: { ...standard.groups, all: { kind: 'everyone' } }, classes };
}

const { catalogue } = loadFacts(read('facts.yaml'));
const { standard } = loadStandard(read('huzhou-mzfz/2017.yaml'), '2017.yaml', catalogue);
if (!standard) throw new Error('the bundled standard has problems');

const file = { year: 2024, period: PERIOD, villages: villagesOf(standard, VILLAGES, 1) };
const indicators = indicatorsOf(standard);
const first = middleOf(5, () => firstPass(sheetsOf(standard, file), indicators));
console.log(`first pass, ${VILLAGES} villages × ${indicators.length} indicators: ${Math.round(first)} ms (goal 2000)`);

const grouped = withGroupRules(standard);
const compared = indicatorsOf(grouped).filter(({ score }) => score?.kind === 'groupAverage');
const sheets = sheetsOf(grouped, file);
firstPass(sheets, compared);
const pending = sheets.map((sheet) => new Map(sheet.scores));
const second = middleOf(5, () => {
  sheets.forEach((sheet, at) => (sheet.scores = new Map(pending[at])));
  secondPass(sheets, compared);
});
console.log(`second pass, ${compared.length} compared indicators: ${Math.round(second)} ms (goal 1000)`);

const whole = middleOf(3, () => void scoreVillages(grouped, file));
console.log(`both with totals and grades: ${Math.round(whole)} ms`);
process.exitCode = first > 2000 || second > 1000 ? 1 : 0;
