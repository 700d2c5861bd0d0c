/**
 * The schema builder: Pothos with relay connections, typed errors and the rule of every field.
 *
 * A fresh builder for each build, so that a plugin that breaks leaves nothing behind.
 */
import SchemaBuilder from '@pothos/core';
import errorsPlugin from '@pothos/plugin-errors';
import relayPlugin from '@pothos/plugin-relay';
import {
  InputRefusedError,
  RevealLimitError,
  UserError,
  VersionConflictError,
  type CunzhiSchema,
} from '@cunzhi/plugin';
import { registerRulePlugin } from './rule.plugin.ts';
import { addScalars } from './scalars.ts';

export type Builder = ReturnType<typeof createBuilder>;

export function createBuilder() {
  const builder = new SchemaBuilder<CunzhiSchema>({
    plugins: [errorsPlugin, relayPlugin, registerRulePlugin()],
    defaultFieldNullability: false,
    errors: {
      directResult: true,
      defaultTypes: [],
      defaultUnionOptions: { name: ({ fieldName }) => `${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}Result` },
    },
    relay: {
      clientMutationId: 'omit',
      cursorType: 'String',
      nodeQueryOptions: false,
      nodesQueryOptions: false,
      nodesOnConnection: true,
      edgesFieldOptions: { nullable: false },
      nodeFieldOptions: { nullable: false },
      pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
      defaultConnectionTypeOptions: { description: 'One page of a list.' },
      defaultEdgeTypeOptions: { description: 'One entry of a page with its cursor.' },
    },
  });
  builder.queryType({ description: 'What can be read.' });
  builder.globalConnectionField('totalCount', (t) =>
    t.int({
      description: 'How many entries the whole list has, within your reach.',
      resolve: (page) => page.totalCount(),
    }),
  );
  addScalars(builder);
  addErrors(builder);
  addSensitive(builder);
  return builder;
}

/** A sensitive value as everybody sees it, and as one mutation gives it out. */
function addSensitive(builder: InstanceType<typeof SchemaBuilder<CunzhiSchema>>): void {
  builder.objectType('Sensitive', {
    description: 'A number or an address of a person, masked.',
    fields: (t) => ({
      masked: t.exposeString('masked', {
        nullable: true,
        description: 'What may be seen of it, `330***********1234`; null when there is none.',
      }),
      isThere: t.exposeBoolean('isThere', { description: 'Whether there is a value.' }),
    }),
  });
  builder.objectType('Revealed', {
    description: 'One sensitive value in the clear: an act, with its reason in the audit log.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The row that it stands in.' }),
      value: t.exposeString('value', {
        nullable: true,
        description: 'The value; null when this write was answered before.',
      }),
    }),
  });
  builder.objectType(RevealLimitError, {
    name: 'RevealLimitError',
    description: 'As many values were shown as an hour has room for.',
    interfaces: [UserError],
    fields: (t) => ({ minutes: t.exposeInt('minutes', { description: 'Minutes until the next one.' }) }),
  });
}

function addErrors(builder: InstanceType<typeof SchemaBuilder<CunzhiSchema>>): void {
  builder.interfaceType(UserError, {
    name: 'UserError',
    description: 'A failure that a client handles: a code for programs, a sentence for people.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({
        description: 'What is wrong, what is safe and what to do, in the language of the request.',
        resolve: (error, _args, ctx) => error.text[ctx.locale],
      }),
    }),
  });
  const FieldProblem = builder.objectRef<InputRefusedError['fields'][number]>('FieldProblem');
  FieldProblem.implement({
    description: 'One field of an input that cannot be taken.',
    fields: (t) => ({
      path: t.exposeString('path', { description: 'Where in the input.' }),
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({
        description: 'What would be right.',
        resolve: (problem, _args, ctx) => problem.text[ctx.locale],
      }),
    }),
  });
  builder.objectType(VersionConflictError, {
    name: 'VersionConflictError',
    description: 'Somebody changed the same thing first; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({ currentVersion: t.exposeInt('currentVersion', { description: 'The version it has now.' }) }),
  });
  builder.objectType(InputRefusedError, {
    name: 'InputRefusedError',
    description: 'The input cannot be taken; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({ fields: t.expose('fields', { type: [FieldProblem], description: 'Every problem at once.' }) }),
  });
}
