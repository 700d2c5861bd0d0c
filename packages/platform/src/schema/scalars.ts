/**
 * The scalars: text with a form, checked at the border.
 *
 * A value of the wrong form never reaches a plugin; the answer names the value and what would be right.
 */
import type SchemaBuilder from '@pothos/core';
import { BorderError, type CunzhiSchema } from '@cunzhi/plugin';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const PLACE = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

export function addScalars(builder: InstanceType<typeof SchemaBuilder<CunzhiSchema>>): void {
  builder.scalarType('Date', {
    description: 'A day in China, 2026-11-24.',
    serialize: String,
    parseValue: (value) => text(value, isDay, 'BAD_INPUT', '2026-11-24'),
  });
  builder.scalarType('DateTime', {
    description: 'An instant, ISO 8601 in UTC.',
    serialize: (value) => new Date(value).toISOString(),
    parseValue: (value) =>
      new Date(text(value, (given) => !Number.isNaN(Date.parse(given)), 'BAD_INPUT', '2026-11-24T08:00:00Z')),
  });
  builder.scalarType('Decimal', {
    description: 'An exact decimal as text, 0.75; no exponent, no comma.',
    serialize: String,
    parseValue: (value) => text(value, (given) => DECIMAL.test(given), 'NOT_A_NUMBER', '0.75'),
  });
  builder.scalarType('PlaceCode', {
    description: 'The code of a place: 2 (province), 4 (city), 6 (county), 9 (township) or 12 (village) digits.',
    serialize: String,
    parseValue: (value) => text(value, (given) => PLACE.test(given), 'BAD_PLACE', '330523108204'),
  });
  builder.scalarType('EventCursor', {
    description: 'A position in the event log; compares as text.',
    serialize: String,
    parseValue: (value) => text(value, (given) => given.length <= 64, 'BAD_CURSOR', '000001-…'),
  });
}

/** True for a day that exists: 2026-02-30 does not. */
function isDay(given: string): boolean {
  if (!DAY.test(given)) return false;
  const day = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(given);
}

function text(value: unknown, isRight: (text: string) => boolean, code: string, example: string): string {
  const given = typeof value === 'string' ? value : String(value);
  if (typeof value === 'string' && isRight(given)) return given;
  const shown = given.slice(0, 40);
  throw new BorderError(code, {
    zh: `“${shown}”不能用，应写成 ${example} 这样。`,
    en: `"${shown}" cannot be taken; write it like ${example}.`,
  });
}
