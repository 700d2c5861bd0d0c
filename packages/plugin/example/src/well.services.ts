/** What other plugins get under `uses.wells`, and what this one's own fields work with. */
import { registry, type LocalText, type ServiceContext } from '@cunzhi/plugin';
import type { output } from 'zod';
import { lowWellsIn } from './reading.loader.ts';
import { recordReading, type NewReading } from './reading.service.ts';
import type { settings } from './settings.ts';

export const makeServices = ({ config }: { config: output<typeof settings> }) => ({
  record: (ctx: ServiceContext, given: NewReading) => recordReading(ctx, given, config.lowLitres),
  lowWells: (ctx: ServiceContext, village: string) => ctx.load(lowWellsIn, village),
  /** Other ways to get water; any plugin may add one. */
  sources: registry<LocalText>(),
});
export type WellsServices = ReturnType<typeof makeServices>;
