/**
 * The walk over a finished schema: what has no rule, no description or the wrong name does not pass.
 *
 * Every problem is one plugin's, with its cure, so that the host can set that plugin aside and no other.
 */
import {
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { AnyPlugin, FieldRule } from '@cunzhi/plugin';
import type { Permissions } from '../access/index.ts';
import { PLATFORM } from './owner.ts';

export interface SchemaProblem {
  readonly plugin: string;
  readonly problem: string;
}

export function findProblems(
  schema: GraphQLSchema,
  plugins: readonly AnyPlugin[],
  permissions: Permissions | undefined,
): SchemaProblem[] {
  const free = new Set([PLATFORM, ...plugins.filter(({ plainNames }) => plainNames).map(({ id }) => id)]);
  const problems: SchemaProblem[] = [];
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(
    (root) => root?.name,
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const isRoot = roots.includes(type.name);
    const owner = String(type.extensions['plugin'] ?? PLATFORM);
    const say = (plugin: string, problem: string) => problems.push({ plugin, problem });
    if (!free.has(owner) && !isRoot && !type.name.startsWith(typePrefix(owner)))
      say(
        owner,
        `The type ${type.name} must begin with ${typePrefix(owner)}, so that it never meets another plugin's.`,
      );
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (!type.description) say(owner, `The type ${type.name} has no description. Add one.`);
    for (const field of Object.values(type.getFields())) {
      const where = `${type.name}.${field.name}`;
      const by = String(field.extensions['plugin'] ?? owner);
      if (!field.description && !isRelay(type.name, field.name))
        say(by, `The field ${where} has no description. Add one.`);
      if (leadsToClear(field.type) && type !== schema.getMutationType())
        say(
          by,
          `The field ${where} would give out a sensitive value: only a mutation answers with Revealed. Show it with \`sensitive\`.`,
        );
      const inherited = type.getInterfaces().find((one) => one.getFields()[field.name]);
      const first = inherited?.getFields()[field.name]?.extensions['plugin'];
      if (first !== undefined && first !== by)
        say(
          by,
          `The field ${where} is there already: ${String(first)} has it on ${inherited?.name}. Give it another name.`,
        );
      const rule = (field.extensions['pothosOptions'] ?? {}) as FieldRule;
      if (isRoot) {
        if (countRules(rule) !== 1)
          say(
            by,
            `The root field ${where} must name one of permission, signedIn or public. Until it does, nobody may see it.`,
          );
        if (!free.has(by) && !field.name.startsWith(fieldPrefix(by)))
          say(
            by,
            `The root field ${where} must begin with ${fieldPrefix(by)}, so that it never meets another plugin's.`,
          );
      } else if (by !== owner && isNonNullType(field.type)) {
        say(
          by,
          `The field ${where} stands on a type of ${owner} and must be nullable, so that ${owner} answers without it. Add \`nullable: true\`.`,
        );
      }
      for (const key of [rule.permission ?? []].flat()) {
        if (permissions && !permissions.has(key))
          say(
            by,
            `The field ${where} names the permission ${key}, which no plugin declares. Add it to \`permissions\`, or mend the name.`,
          );
      }
    }
  }
  return problems;
}

/** A clear value leaves by a mutation of its own, also within a union. */
function leadsToClear(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return named.name === 'Revealed' || (isUnionType(named) && named.getTypes().some(({ name }) => name === 'Revealed'));
}

/** `soil-survey` → `SoilSurvey`. */
export const typePrefix = (plugin: string): string =>
  plugin.replace(/(^|-)([a-z0-9])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());

/** `soil-survey` → `soilSurvey`. */
export const fieldPrefix = (plugin: string): string => {
  const prefix = typePrefix(plugin);
  return prefix.charAt(0).toLowerCase() + prefix.slice(1);
};

const countRules = (rule: FieldRule) => [rule.permission, rule.signedIn, rule.public].filter(Boolean).length;

const isRelay = (type: string, field: string) =>
  type === 'PageInfo' || (/(Connection|Edge)$/.test(type) && field !== 'totalCount');
