/** What is announced about scores: how many villages were computed anew, never a figure of one. */
import { z } from 'zod';
import { defineEvents } from '@cunzhi/plugin';

export const events = defineEvents('three-governance', {
  scoresRecomputed: z
    .object({ year: z.number(), villages: z.number() })
    .describe('The scores of an area and year were computed anew.'),
});
