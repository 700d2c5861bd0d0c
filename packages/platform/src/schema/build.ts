/**
 * Builds the schema from the plugins in order, then walks it once: what has no rule or no description does not pass.
 */
import {
  printSchema,
  lexicographicSortSchema,
  isInterfaceType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { SetupError, type FieldRule, type Plugin, type PluginBuilder } from '@cunzhi/plugin';
import { createBuilder, type Builder } from './builder.ts';
import { addPlatform, type About } from './platform.graphql.ts';

/** @throws SetupError that names every field without a rule or a description, with the cure. */
export function buildSchema(plugins: readonly Plugin[], about: About): GraphQLSchema {
  const builder = createBuilder();
  const verbs = asPluginBuilder(builder);
  addPlatform(verbs, about);
  const doors = new Map<string, unknown>();
  for (const plugin of plugins) {
    const used = Object.entries(plugin.uses).map(([name, { plugin: one }]) => [name, doors.get(one.id)] as const);
    const door = plugin.graphql?.(verbs as never, Object.fromEntries(used) as never, {} as never);
    doors.set(plugin.id, door);
  }
  const schema = builder.toSchema();
  const problems = findProblems(schema);
  if (problems.length > 0) throw new SetupError(problems);
  return schema;
}

/** The schema as text, sorted, for the checked-in print. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

function asPluginBuilder(builder: Builder): PluginBuilder {
  // A root type without fields is no valid schema: it comes with the first plugin that needs it.
  const addMutations = once(() => builder.mutationType({ description: 'What can be done.' }));
  const addSubscriptions = once(() => builder.subscriptionType({ description: 'What can be listened to.' }));
  const verbs: Pick<PluginBuilder, 'fields' | 'queries' | 'mutations' | 'subscriptions'> = {
    fields: builder.objectFields.bind(builder) as PluginBuilder['fields'],
    queries: builder.queryFields.bind(builder),
    mutations: (fields) => (addMutations(), builder.mutationFields(fields)),
    subscriptions: (fields) => (addSubscriptions(), builder.subscriptionFields(fields)),
  };
  return Object.assign(builder, verbs);
}

function once(work: () => unknown): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function findProblems(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const problems: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    if (!type.description) problems.push(`The type ${type.name} has no description. Add one.`);
    for (const field of Object.values(type.getFields())) {
      const where = `${type.name}.${field.name}`;
      if (!field.description && !isRelay(type.name, field.name))
        problems.push(`The field ${where} has no description. Add one.`);
      if (
        roots.includes(type as GraphQLObjectType) &&
        countRules(field.extensions['pothosOptions'] as FieldRule) !== 1
      ) {
        problems.push(
          `The root field ${where} must name one of permission, signedIn or public. Until it does, nobody may see it.`,
        );
      }
    }
  }
  return problems;
}

const countRules = (rule: FieldRule = {}) => [rule.permission, rule.signedIn, rule.public].filter(Boolean).length;

const isRelay = (type: string, field: string) =>
  type === 'PageInfo' || (/(Connection|Edge)$/.test(type) && field !== 'totalCount');
