/**
 * What the schema has to say, as a sentence that quotes the value, and a cure.
 *
 * A village's officer must understand it without ever having seen a schema.
 */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { quote } from './text.ts';

export interface Sentence {
  message: string;
  cure: string;
}

export function sentenceOf(error: ErrorObject, value: unknown): Sentence {
  const { params } = error;
  const shown = quote(value);
  switch (error.keyword) {
    case 'required':
      return missing(String(params.missingProperty));
    case 'additionalProperties':
      return say(`The key "${params.additionalProperty}" is not known here.`, 'Remove it, or correct its spelling.');
    case 'propertyNames':
      return say(`The name "${params.propertyName}" has the wrong form.`, 'Use English words like villageMeeting.');
    case 'type':
      return say(`${shown} is not ${typeWords(params.type)}.`, `Write ${typeWords(params.type)}.`);
    case 'enum': {
      const allowed = listWords(params.allowedValues);
      return say(`${shown} is not one of ${allowed}.`, `Choose one of ${allowed}.`);
    }
    case 'const':
      return say(
        `${shown} stands where ${quote(params.allowedValue)} must stand.`,
        `Write ${quote(params.allowedValue)}.`,
      );
    case 'pattern':
      return say(`${shown} does not have the form ${params.pattern}.`, 'Write it in that form.');
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return say(`${shown} is out of range.`, `It must be ${params.comparison} ${params.limit}.`);
    case 'minItems':
    case 'minProperties':
    case 'minLength':
      return say(`${shown} is too short.`, `At least ${params.limit} must stand here.`);
    case 'maxItems':
    case 'maxProperties':
    case 'maxLength':
      return say(`${shown} is too long.`, `At most ${params.limit} may stand here.`);
    case 'uniqueItems':
      return say(`${shown} names the same thing twice.`, 'Name each thing once.');
    case 'discriminator':
      return say(`${quote(params.tagValue)} is not a kind that can stand here.`, 'Use one of the kinds of the schema.');
    case 'not':
      return say('Findings cannot be scored.', 'Give this indicator a veto, or another kind of answer.');
    case 'oneOf':
      return alternatives(error, shown);
    default:
      return say(`${shown} is not allowed here: ${error.message ?? error.keyword}.`, 'Compare with the schema.');
  }
}

/** The key under which a schema with alternatives carries its own place. */
export const PLACE = 'x-place';

export function placeOf(error: ErrorObject): string {
  return String(error.parentSchema?.[PLACE] ?? '');
}

function alternatives(error: ErrorObject, shown: string): Sentence {
  return say(`${shown} does not fit here.`, ALTERNATIVES[placeOf(error)] ?? 'Compare with the schema.');
}

const ELEMENTS = 'Give either each or elements.';
const DAY_OR_NULL = 'Write a quoted day such as "2025-12-31", or null.';

const ALTERNATIVES: Record<string, string> = {
  '/$defs/amount': 'Write a number such as 0.25, or { param: name }.',
  '/$defs/scoreShortfall/properties/target': 'Write a number such as 0.25, { param: name }, or all.',
  '/$defs/test':
    'Write one of { empty: true }, { declared: true }, { attribute, is }, { attribute, under }, { group }.',
  '/$defs/check': 'Write a list of check methods, or { all: [two or more] }.',
  '/$defs/veto/properties/effect': 'Write disqualify, or { capGrade: grade }.',
  '/properties/inForce/properties/until': DAY_OR_NULL,
  '/$defs/parameter/properties/cases/items/allOf/1':
    'A case names a group, years, both, or an attribute with is or under, and a value.',
  '/$defs/indicator': 'An indicator has either a score, or a veto with 0 points and findings as its answer.',
  '/$defs/mapEntry':
    'The codes in now and before must fit the relation: split 1 to many, merged many to 1, new from none.',
  '/$defs/scorePerElement': ELEMENTS,
  '/$defs/scoreMissingElement': ELEMENTS,
};

function missing(key: string): Sentence {
  if (key !== 'notice') return say(`"${key}" is missing.`, `Add ${key}.`);
  return say(
    '"notice" is missing, though the standard is reconstructed.',
    'Add notice with label, zh and en, so that every screen can say so.',
  );
}

function say(message: string, cure: string): Sentence {
  return { message, cure };
}

function typeWords(type: unknown): string {
  const words: Record<string, string> = {
    number: 'a number',
    integer: 'a whole number',
    string: 'text (in quotes, if it looks like a number)',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of keys',
    null: 'null',
  };
  return [type]
    .flat()
    .map((name) => words[String(name)] ?? String(name))
    .join(' or ');
}

function listWords(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(', ') : String(values);
}
