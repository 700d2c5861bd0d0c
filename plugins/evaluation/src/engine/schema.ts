/**
 * The shape of a standard, checked by its JSON schema and told in plain sentences.
 *
 * The schema file is the law; here it only learns to say which of its alternatives was meant (by `kind`).
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../../../standards/schema/assessment-standard.schema.json' with { type: 'json' };
import type { FileProblem } from './facts.ts';
import { PLACE, placeOf, sentenceOf } from './schema.words.ts';
import { isRecord, pathText } from './text.ts';
import type { PathPart } from './text.ts';

/** A shape problem with its path in parts, so that later checks can step around it. */
export interface ShapeProblem extends FileProblem {
  parts: PathPart[];
}

/** Every problem of shape; `plain` is the file with numbers as YAML means them. */
export function checkShape(plain: unknown): ShapeProblem[] {
  const validate = validator();
  if (validate(plain)) return [];
  const seen = new Set<string>();
  return meaningful(validate.errors ?? [], plain).flatMap((error) => {
    const parts = partsOf(error, plain);
    const { message, cure } = sentenceOf(error, valueAt(plain, parts));
    const path = pathText(parts);
    if (seen.has(path + message)) return [];
    seen.add(path + message);
    return [{ path, parts, message, cure }];
  });
}

let compiled: ValidateFunction | undefined;

// Compiled at the first use, so that importing this file does nothing; the value never changes.
function validator(): ValidateFunction {
  const options = { allErrors: true, strict: false, discriminator: true, validateFormats: false, verbose: true };
  compiled ??= new Ajv2020(options).compile(prepared(schema, '') as object);
  return compiled;
}

/** The same schema; where every alternative names its kind, the kind decides, else the place gets a name for sentences. */
function prepared(node: unknown, place: string): unknown {
  if (Array.isArray(node)) return node.map((item, at) => prepared(item, `${place}/${at}`));
  if (!isRecord(node)) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, prepared(value, `${place}/${key}`)]),
  );
  if (!Array.isArray(node.oneOf)) return copy;
  const isByKind = node.oneOf.every((branch) => namesKind(branch, schema));
  return { ...copy, ...(isByKind ? { discriminator: { propertyName: 'kind' } } : { [PLACE]: place }) };
}

function namesKind(branch: unknown, root: unknown): boolean {
  const target = isRecord(branch) && typeof branch.$ref === 'string' ? followed(branch.$ref, root) : branch;
  const kind = isRecord(target) && isRecord(target.properties) ? target.properties.kind : undefined;
  return isRecord(kind) && ('const' in kind || 'enum' in kind);
}

function followed(reference: string, root: unknown): unknown {
  const keys = reference.replace('#/', '').split('/');
  return keys.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), root);
}

/** Alternatives that were not meant also complain; only what helps is kept. */
function meaningful(errors: readonly ErrorObject[], plain: unknown): ErrorObject[] {
  const dropped = new Set<ErrorObject>(errors.filter(({ keyword }) => keyword === 'if'));
  // From the end: of choices inside each other the outer comes last, and speaks for the inner.
  for (const choice of errors.filter(({ keyword }) => keyword === 'oneOf').toReversed()) {
    if (dropped.has(choice)) continue;
    const place = placeOf(choice);
    const branches = schemasIn(choice.parentSchema?.oneOf, new Set());
    const others = errors.filter((error) => error !== choice && isAtOrIn(error, choice));
    if (place === '/properties/previous' && isRecord(valueAt(plain, ['previous']))) {
      dropped.add(choice);
      for (const error of others)
        if (error.keyword === 'type' && error.instancePath === '/previous') dropped.add(error);
    } else {
      // A large object is described by more than its alternatives; of a small one only the choice is told.
      const isLarge = LARGE.includes(place);
      for (const error of others) if (!isLarge || branches.has(error.parentSchema)) dropped.add(error);
    }
  }
  return errors.filter((error) => !dropped.has(error));
}

const LARGE = ['/$defs/indicator', '/$defs/mapEntry'];

function isAtOrIn(error: ErrorObject, outer: ErrorObject): boolean {
  return error.instancePath === outer.instancePath || error.instancePath.startsWith(`${outer.instancePath}/`);
}

function schemasIn(node: unknown, found: Set<unknown>): Set<unknown> {
  if (typeof node !== 'object' || node === null) return found;
  found.add(node);
  for (const value of Object.values(node)) schemasIn(value, found);
  return found;
}

function partsOf(error: ErrorObject, plain: unknown): PathPart[] {
  const parts: PathPart[] = [];
  for (const key of error.instancePath.split('/').slice(1)) {
    const text = key.replaceAll('~1', '/').replaceAll('~0', '~');
    parts.push(Array.isArray(valueAt(plain, parts)) ? Number(text) : text);
  }
  const named: unknown = error.params.missingProperty ?? error.params.additionalProperty ?? error.params.propertyName;
  return typeof named === 'string' ? [...parts, named] : parts;
}

function valueAt(plain: unknown, parts: readonly PathPart[]): unknown {
  return parts.reduce<unknown>((node, part) => {
    if (Array.isArray(node)) return typeof part === 'number' ? node[part] : undefined;
    return isRecord(node) && Object.hasOwn(node, part) ? node[String(part)] : undefined;
  }, plain);
}
