/** What wells announce: ids, no names and no amounts. */
import { defineEvents } from '@cunzhi/plugin';
import { z } from 'zod';

const about = z.object({ wellId: z.uuid() });

export const events = defineEvents('wells', {
  'reading.recorded': about.describe('A level was recorded.'),
  'reading.low': about.describe('A recorded level is low.'),
});
