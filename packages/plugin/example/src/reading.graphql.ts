/** Recording a level in GraphQL; a mutation sent twice with one write id happens once. */
import { UserError, type RequestContext } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { TooManyReadingsError } from './reading.service.ts';
import { findReading } from './reading.loader.ts';
import type { WellsServices } from './well.services.ts';
import type { addWells } from './well.graphql.ts';

export function addRecording(b: Builder, { Reading }: ReturnType<typeof addWells>, services: WellsServices): void {
  b.objectType(TooManyReadingsError, {
    name: 'WellsTooManyReadingsError',
    description: 'A well takes 24 levels a day; nothing was written.',
    interfaces: [UserError],
  });
  const Result = b.errorUnion('WellsReadingResult', {
    description: 'The level as it was recorded, or why nothing was written.',
    types: [Reading, TooManyReadingsError],
    resolveType: () => Reading,
  });
  const Input = b.inputType('WellsRecordReadingInput', {
    description: 'A level to record.',
    fields: (t) => ({
      wellId: t.id({ required: true, description: 'The well.' }),
      litres: t.int({ required: true, description: 'What stands in it.' }),
      clientWriteId: t.id({ required: true, description: 'Made by the client, once for each attempt of a person.' }),
    }),
  });
  b.mutations((t) => ({
    wellsRecordReading: t.field({
      type: Result,
      permission: 'wells.well.write',
      description: 'Records what stands in a well now.',
      args: { input: t.arg({ type: Input, required: true, description: 'The level.' }) },
      replay: (id, ctx: RequestContext) => ctx.load(findReading, id),
      resolve: (_root, { input }, ctx) => services.record(ctx.service(), input),
    }),
  }));
}
