/** What a deployment may set. */
import { z } from 'zod';

export const settings = z.object({
  lowLitres: z.int().min(0).default(20).describe('Below so many litres a well counts as low.'),
});
