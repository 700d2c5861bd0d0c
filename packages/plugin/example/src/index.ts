/** Village wells (水井): what stands in them, and which are low. The plugin that the README builds. */
import { core } from '@cunzhi/core';
import { definePlugin, placed } from '@cunzhi/plugin';
import { low } from './low.fact.ts';
import { permissions } from './permissions.ts';
import { addRecording } from './reading.graphql.ts';
import { forgetOld, markLow, refuseTooMany } from './reading.service.ts';
import { settings } from './settings.ts';
import { addSources } from './source.graphql.ts';
import { events } from './well.event.ts';
import { addWells } from './well.graphql.ts';
import { makeServices } from './well.services.ts';
import { reading, well } from './well.table.ts';

export const wells = definePlugin({
  id: 'wells',
  version: '1.0.0',
  compat: '^1.0.0',
  uses: { core },
  config: settings,
  permissions,
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    placed(well, { read: ['wells.well.read'], write: ['wells.well.write'] }),
    placed(reading, { read: ['wells.well.read'], write: ['wells.well.write'] }),
  ],
  events,
  on: { 'wells.reading.low': (ctx, event) => markLow(ctx, event.payload.wellId, event.occurredAt) },
  guard: { 'wells.reading.recorded': (ctx, event) => refuseTooMany(ctx, event.payload.wellId, event.occurredAt) },
  jobs: { forget: { cron: '0 3 * * *', run: forgetOld } },
  facts: { 'wells.low': low },
  services: makeServices,
  graphql: (b, { core: door }, { services }) => {
    const types = addWells(b, door);
    addRecording(b, types, services);
    addSources(b, services);
    return types;
  },
  admin: new URL('../admin/index.ts', import.meta.url),
  uninstall: 'export',
});
