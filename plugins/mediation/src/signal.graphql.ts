/**
 * What happens to cases, live, in GraphQL.
 *
 * A signal holds ids and states; whoever wants to know more asks, and is checked again.
 */
import type { PlatformEvent } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import type { CaseTypes } from './case.graphql.ts';
import { isProcedure } from './case.transitions.ts';
import { SEE } from './permissions.ts';

const HEARTBEAT_MS = 15_000;
const HEARTBEAT = 'heartbeat';

export function addSignals(b: Builder, { ProcedureRef }: Pick<CaseTypes, 'ProcedureRef'>): void {
  const EventRef = b.objectRef<PlatformEvent>('MediationEvent').implement({
    description: 'Something happened to a case.',
    fields: (t) => ({
      eventId: t.id({ description: 'The same for the same event, however often it arrives.', resolve: ({ id }) => id }),
      cursor: t.expose('cursor', { type: 'EventCursor', description: 'Listen again after this.' }),
      type: t.string({
        description: 'What happened, for example case.accepted.',
        resolve: ({ name }) => name.replace(/^mediation\./, ''),
      }),
      at: t.expose('occurredAt', { type: 'DateTime', description: 'When.' }),
      caseId: t.id({ description: 'To which case.', resolve: ({ subject }) => subject.id }),
      placeCode: t.expose('placeCode', { type: 'PlaceCode', description: 'In which village.' }),
      procedure: t.field({ type: ProcedureRef, description: 'How far it has come.', resolve: procedureOf }),
      version: t.int({
        description: 'Its version now; drop what is not newer than what you know.',
        resolve: ({ subject }) => subject.version,
      }),
    }),
  });
  const HeartbeatRef = b.objectRef<PlatformEvent>('MediationHeartbeat').implement({
    description: 'A sign of life, every fifteen seconds.',
    fields: (t) => ({ cursor: t.expose('cursor', { type: 'EventCursor', description: 'Listen again after this.' }) }),
  });
  const SignalRef = b.unionType('MediationSignal', {
    description: 'An event or a sign of life.',
    types: [EventRef, HeartbeatRef],
    resolveType: ({ name }) => (name === HEARTBEAT ? HeartbeatRef : EventRef),
  });
  b.subscriptions((t) => ({
    mediationEvents: t.field({
      type: SignalRef,
      permission: SEE,
      description: 'What happens to the cases within a place that you may see; rights are asked again for every event.',
      args: {
        within: t.arg({ type: 'PlaceCode', required: true, description: 'The place.' }),
        after: t.arg({ type: 'EventCursor', description: 'What has happened since this cursor comes first.' }),
      },
      subscribe: (_root, { within, after }, ctx) =>
        ctx.listen({
          plugin: 'mediation',
          after,
          heartbeatMs: HEARTBEAT_MS,
          match: ({ placeCode }) => placeCode.startsWith(within),
        }),
      resolve: (event) => event,
    }),
  }));
}

function procedureOf({ payload }: PlatformEvent) {
  if (isProcedure(payload['procedure'])) return payload['procedure'];
  throw new Error('An event of mediation names no procedure.');
}
