/** Levels: recorded once, announced with the change, forgotten after two years. */
import { NotFoundError, UserError, type ServiceContext } from '@cunzhi/plugin';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { events } from './well.event.ts';
import { reading, well, type Reading } from './well.table.ts';

export interface NewReading {
  readonly wellId: string;
  readonly litres: number;
}

/** Records what stands in a well now. @throws NotFoundError. */
export async function recordReading(ctx: ServiceContext, given: NewReading, lowLitres: number): Promise<Reading> {
  const { id: wellId, placeCode } = await ctx.lock(well, eq(well.id, given.wellId));
  ctx.require('wells.well.write', placeCode);
  const { litres } = given;
  const [made] = await ctx.db.insert(reading).values({ wellId, placeCode, litres, at: ctx.now() }).returning();
  if (!made) throw new NotFoundError();

  const subject = { id: made.id, version: 1 };
  const about = { placeCode, permission: 'wells.well.read', subject, payload: { wellId } };
  await events.emit(ctx, 'reading.recorded', about);
  if (litres < lowLitres) await events.emit(ctx, 'reading.low', about);
  return made;
}

/** Remembers since when a well is low; a second time changes nothing. */
export async function markLow(ctx: ServiceContext, wellId: string, at: Date): Promise<void> {
  const lowSince = at.toISOString().slice(0, 10);
  await ctx.db
    .update(well)
    .set({ lowSince })
    .where(and(eq(well.id, wellId), isNull(well.lowSince)));
}

/** Somebody, or something, records the same well again and again. */
export class TooManyReadingsError extends UserError {
  constructor() {
    super('WELLS_TOO_MANY_READINGS', {
      zh: '这口井今天已经记了 24 次，这一次没有保存。请明天再记。',
      en: 'This well was recorded 24 times today; this one was not saved. Go on tomorrow.',
    });
  }
}

/** @throws TooManyReadingsError for the 25th level of a day. */
export async function refuseTooMany(ctx: ServiceContext, wellId: string, at: Date): Promise<void> {
  const dayBefore = new Date(at.getTime() - 24 * 3_600_000);
  const today = await ctx.db.$count(reading, and(eq(reading.wellId, wellId), gt(reading.at, dayBefore)));
  if (today > 24) throw new TooManyReadingsError();
}

/** Levels older than two years serve nobody. */
export async function forgetOld(ctx: ServiceContext): Promise<void> {
  const limit = new Date(ctx.now());
  limit.setFullYear(limit.getFullYear() - 2);
  await ctx.db.delete(reading).where(lt(reading.at, limit));
}
