/** Which permission decides about a field: its own rule, else what its specimen says of field or type, else the rule of the root. */
import { isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { Specimen } from './specimen.ts';

interface Rule {
  readonly permission?: string | readonly string[];
  readonly signedIn?: boolean;
  readonly public?: string;
}

export function ruleOf(field: GraphQLField<unknown, unknown>): string | undefined {
  const rule = (field.extensions['pothosOptions'] ?? {}) as Rule;
  if (rule.permission !== undefined) return [rule.permission].flat().join('|');
  return rule.signedIn ? 'signedIn' : rule.public ? 'public' : undefined;
}

export function permissionsOf(schema: GraphQLSchema, specimen: Specimen): ReadonlyMap<string, string> {
  const [kind, name] = specimen.root.split(' ');
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const field = roots[kind as keyof typeof roots]?.getFields()[name ?? ''];
  const rule = (field && ruleOf(field)) ?? 'none';
  // What an act needs besides its right differs from act to act: each has rows of its own.
  if (kind !== 'query') return new Map([[specimen.root, `${rule} (${name})`]]);
  const apart = specimen.finds !== undefined || specimen.isApart ? ` (${name})` : '';
  const found = new Map([[specimen.root, `${specimen.sees?.[specimen.root] ?? rule}${apart}`]]);
  for (const typeName of specimen.covers ?? []) {
    const type = schema.getType(typeName);
    if (!isObjectType(type))
      throw new Error(`The specimen ${specimen.root} covers ${typeName}, which is no type of the schema.`);
    for (const one of Object.values(type.getFields())) {
      const where = `${typeName}.${one.name}`;
      const said = specimen.sees?.[where] ?? ruleOf(one) ?? specimen.sees?.[typeName] ?? rule;
      found.set(where, `${specimen.finds === undefined ? said : rule}${apart}`);
    }
  }
  return found;
}
