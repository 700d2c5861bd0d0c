/**
 * Exact numbers and calendar days: the ground on which every score stands.
 */
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, isDay, yearsBefore } from './days.ts';
import { exact, exactText, roundTo } from './exact.ts';

describe('exact numbers', () => {
  it('come back as the same text, without trailing zeros', () => {
    expect(
      ['0.10', '-0.50', '3', '007', '1.00', '-0', '123456789012345678.9'].map((text) => exactText(exact(text))),
    ).toEqual(['0.1', '-0.5', '3', '7', '1', '0', '123456789012345678.9']);
    expect(exactText(exact('70/9'))).toBe('70/9');
  });

  it('add up as in school, never as binary floats', () => {
    expect(exactText(exact('0.1').add(exact('0.2')))).toBe('0.3');
  });

  it('are rounded to the step: half-up moves at most half a step, and up in the middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 99 }), (top, bottom) => {
        const value = exact(top).div(exact(bottom));
        const rounded = roundTo(value, { step: '0.01', mode: 'half-up' });
        const moved = rounded.sub(value);

        expect(rounded.mul(100).d).toBe(1n);
        expect(moved.compare(exact('0.005'))).toBeLessThanOrEqual(0);
        expect(moved.compare(exact('-0.005'))).toBeGreaterThan(0);
        expect(roundTo(value, { step: '0.01', mode: 'down' }).compare(value)).toBeLessThanOrEqual(0);
        expect(roundTo(value, { step: '0.01', mode: 'up' }).compare(value)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('days', () => {
  it('are counted by the calendar, as the machine counts them in UTC', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [from, to] = [a.toISOString().slice(0, 10), b.toISOString().slice(0, 10)];

        expect(daysBetween(from, to)).toBe((Date.parse(to) - Date.parse(from)) / 86_400_000);
      }),
      { numRuns: 1000 },
    );
  });

  it('exist or do not', () => {
    expect(['2024-02-29', '2000-02-29'].every(isDay)).toBe(true);
    expect(
      ['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '2024-1-1', 20240101].some(isDay),
    ).toBe(false);
  });

  it('two years before 29 February is 28 February', () => {
    expect(yearsBefore('2024-02-29', 2)).toBe('2022-02-28');
    expect(yearsBefore('2024-02-29', 4)).toBe('2020-02-29');
    expect(yearsBefore('2024-12-31', 2)).toBe('2022-12-31');
  });
});

it('no file of the engine uses a binary float, the clock, chance or the locale', () => {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder).filter((name) => /^[a-z.]+\.ts$/.test(name) && !/\.(test|bench)\.ts$/.test(name));
  const forbidden =
    /\b(parseFloat|toFixed|Math\.(round|random)|Date\.|new Date|toLocale\w*|localeCompare|Intl|process)\b|\.valueOf\b|[^\w'"`.]\d+\.\d+[^\w'"`.]/;

  const found = files.flatMap((name) => {
    const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
    return lines.filter((line) => forbidden.test(code(line))).map((line) => `${name}: ${line.trim()}`);
  });

  expect(files.length).toBeGreaterThan(40);
  expect(found).toEqual([]);
});

/** A line without its comment and without the text in quotes. */
function code(line: string): string {
  return /^\s*(\*|\/\*|\/\/)/.test(line) ? '' : line.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, "''");
}
