/** People and their grants in GraphQL. Who may do what is decided by the services, grant by grant. */
import { InputRefusedError, VersionConflictError, type ServiceContext } from '@cunzhi/plugin';
import { makeActivation, type Activation } from './activation.service.ts';
import type { Builder } from './builder.ts';
import { person } from './core.table.ts';
import { endGrant, giveGrant, grantsOfPerson, handOver, listGrantableRoles } from './grant.service.ts';
import { addPersonTo, changePerson, getPerson, listPeople } from './people.service.ts';
import { getPlace } from './place.service.ts';
import type { addPlaces } from './place.graphql.ts';
import type { addViewer } from './viewer.graphql.ts';

type Places = ReturnType<typeof addPlaces>;
type Viewer = ReturnType<typeof addViewer>;
type Types = ReturnType<typeof addTypes>;

const READ = ['core.person.read', 'core.grant.read', 'core.grant.manage'] as const;

export function addPeople(b: Builder, places: Places, viewer: Viewer) {
  const types = addTypes(b, places, viewer);
  addQueries(b, types, viewer);
  addMutations(b, types);
  return { Person: types.Person };
}

function addTypes(b: Builder, { Place }: Places, { Grant }: Viewer) {
  const Person = b.entity('Person', person, { description: 'Somebody who works with the platform; never deleted.' });
  b.fields(Person, (t) => ({
    id: t.id({ description: 'Their id.' }),
    username: t.column('username', { description: 'The name used to sign in.' }),
    name: t.column('name', { description: 'The name shown.' }),
    version: t.column('version', { description: 'Grows with each change.' }),
    place: t.field({
      type: Place,
      description: 'Where they belong.',
      resolve: ({ placeCode }, _args, ctx) => getPlace(ctx, placeCode),
    }),
    isDisabled: t.boolean({ description: 'True when shut out.', resolve: ({ disabledAt }) => disabledAt !== null }),
    hasAccount: t.boolean({
      description: 'True once they have set a password.',
      resolve: ({ accountId }) => accountId !== null,
    }),
    grants: t.field({
      type: [Grant],
      description: 'Grants within your reach, the newest first, also those that have ended; at most 100.',
      resolve: async ({ id }, _args, ctx) => [...(await ctx.load(grantsOfPerson, id))],
    }),
  }));
  const ActivationRef = b.objectRef<Activation>('PersonActivation').implement({
    description: 'A person, and the code with which they set a password.',
    fields: (t) => ({
      person: t.field({ type: Person, description: 'The person.', resolve: (one) => one.person }),
      activationCode: t.exposeString('code', {
        nullable: true,
        description: 'For one use; null when this answer was given before: make another one.',
      }),
      validUntil: t.expose('validUntil', { type: 'DateTime', nullable: true, description: 'Until when it works.' }),
    }),
  });
  return { Person, ActivationRef };
}

function addQueries(b: Builder, { Person }: Types, { Role }: Viewer): void {
  b.queries((t) => ({
    people: t.connection({
      type: Person,
      permission: [...READ],
      description: 'People within your reach, by name.',
      args: {
        within: t.arg({ type: 'PlaceCode', description: 'Only those of this place.' }),
        search: t.arg.string({ description: 'Part of the name or of the sign-in name.' }),
      },
      resolve: (_root, { within, search, ...args }, ctx) => listPeople(ctx, { within, search }, args),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      permission: [...READ],
      description: 'A person within your reach.',
      args: { id: t.arg.id({ required: true, description: 'Their id.' }) },
      resolve: (_root, { id }, ctx) => getPerson(ctx, id),
    }),
    grantableRoles: t.field({
      type: [Role],
      permission: 'core.grant.manage',
      description: 'The roles that you may give at a place.',
      args: { place: t.arg({ type: 'PlaceCode', required: true, description: 'Where.' }) },
      place: (_root, { place }) => place,
      resolve: (_root, { place }, ctx) => listGrantableRoles(ctx.service(), place),
    }),
  }));
}

function addMutations(b: Builder, { Person, ActivationRef }: Types): void {
  const PersonResult = b.errorUnion('PersonResult', {
    description: 'The person as they are now, or why nothing was done.',
    types: [Person, VersionConflictError, InputRefusedError],
    resolveType: () => Person.name,
  });
  const ActivationResult = b.errorUnion('PersonActivationResult', {
    description: 'The person with a new code, or why nothing was done.',
    types: [ActivationRef, InputRefusedError],
    resolveType: () => ActivationRef.name,
  });
  const inputs = addInputs(b);
  b.mutations((t) => ({
    addPerson: t.field({
      type: ActivationResult,
      permission: 'core.person.write',
      place: (_root, { input }) => input.place,
      description: 'Adds a person, with a code on paper for their first sign-in.',
      args: { input: t.arg({ type: inputs.Add, required: true, description: 'Who.' }) },
      replay: async (id, ctx) => shownBefore(ctx.service(), id),
      resolve: async (_root, { input }, ctx) =>
        makeActivation(ctx.service(), (await addPersonTo(ctx.service(), input)).id),
    }),
    makePersonActivation: t.field({
      type: ActivationResult,
      permission: 'core.person.write',
      description: 'Makes a new code for somebody who has none or forgot the password; an earlier one is void.',
      args: { input: t.arg({ type: inputs.Activate, required: true, description: 'For whom.' }) },
      replay: async (id, ctx) => shownBefore(ctx.service(), id),
      resolve: (_root, { input }, ctx) => makeActivation(ctx.service(), input.person),
    }),
    changePerson: t.field({
      type: PersonResult,
      permission: 'core.person.write',
      description: 'Changes name or place, shuts somebody out or lets them in again.',
      args: { input: t.arg({ type: inputs.Change, required: true, description: 'What changes.' }) },
      replay: (id, ctx) => getPerson(ctx, id),
      resolve: (_root, { input }, ctx) => changePerson(ctx.service(), input),
    }),
    giveGrant: t.field({
      type: PersonResult,
      permission: 'core.grant.manage',
      place: (_root, { input }) => input.place,
      description: 'Gives a person a role at a place, from a day to a day.',
      args: { input: t.arg({ type: inputs.Give, required: true, description: 'The grant.' }) },
      replay: (id, ctx) => getPerson(ctx, id),
      resolve: async (_root, { input }, ctx) =>
        getPerson(ctx.service(), (await giveGrant(ctx.service(), input)).personId),
    }),
    endGrant: t.field({
      type: PersonResult,
      permission: 'core.grant.manage',
      description: 'Ends a grant now; one that has not begun is withdrawn.',
      args: { input: t.arg({ type: inputs.End, required: true, description: 'Which grant.' }) },
      replay: (id, ctx) => getPerson(ctx, id),
      resolve: async (_root, { input }, ctx) =>
        getPerson(ctx.service(), (await endGrant(ctx.service(), input)).personId),
    }),
    handOverGrants: t.field({
      type: PersonResult,
      permission: 'core.grant.manage',
      description:
        'When staff change: all that you may give of what one person holds goes to another, from this moment.',
      args: { input: t.arg({ type: inputs.HandOver, required: true, description: 'From whom to whom.' }) },
      replay: (id, ctx) => getPerson(ctx, id),
      resolve: async (_root, { input }, ctx) => {
        await handOver(ctx.service(), input);
        return getPerson(ctx.service(), input.to);
      },
    }),
  }));
}

const shownBefore = async (ctx: ServiceContext, id: string): Promise<Activation> => ({
  id,
  person: await getPerson(ctx, id),
  code: null,
  validUntil: null,
});

function addInputs(b: Builder) {
  const clientWriteId = 'The same id writes once.';
  const Add = b.inputType('AddPersonInput', {
    description: 'A new person.',
    fields: (t) => ({
      username: t.string({ required: true, description: '3 to 32 small letters, digits, dots or hyphens.' }),
      name: t.string({ required: true, description: 'The name shown, at most 40 characters.' }),
      place: t.field({ type: 'PlaceCode', required: true, description: 'Where they belong.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Activate = b.inputType('MakePersonActivationInput', {
    description: 'Whose code.',
    fields: (t) => ({
      person: t.id({ required: true, description: 'The person.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Change = b.inputType('ChangePersonInput', {
    description: 'What changes of a person; what is missing stays.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The person.' }),
      baseVersion: t.int({ required: true, description: 'The version that was looked at.' }),
      name: t.string({ description: 'The name shown.' }),
      place: t.field({ type: 'PlaceCode', description: 'Where they belong.' }),
      isDisabled: t.boolean({ description: 'True shuts them out at once; false lets them in again.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Give = b.inputType('GiveGrantInput', {
    description: 'A grant: who, role, place, dates, and why.',
    fields: (t) => ({
      person: t.id({ required: true, description: 'To whom; never to oneself.' }),
      role: t.string({ required: true, description: 'The key of a role that you may give there.' }),
      place: t.field({ type: 'PlaceCode', required: true, description: 'Where, with everything below.' }),
      validFrom: t.field({ type: 'DateTime', description: 'From when; now, when missing.' }),
      validTo: t.field({ type: 'DateTime', description: 'Until when; without an end, when missing.' }),
      reason: t.string({ required: true, description: 'Why, at most 200 characters.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const End = b.inputType('EndGrantInput', {
    description: 'Which grant ends.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The grant.' }),
      baseVersion: t.int({ required: true, description: 'The version that was looked at.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const HandOver = b.inputType('HandOverGrantsInput', {
    description: 'Whose grants go to whom.',
    fields: (t) => ({
      from: t.id({ required: true, description: 'Who leaves.' }),
      to: t.id({ required: true, description: 'Who follows.' }),
      reason: t.string({ required: true, description: 'Why, at most 200 characters.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  return { Add, Activate, Change, Give, End, HandOver };
}
