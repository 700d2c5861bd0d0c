/** What is announced about cases of the archive: which act, and the state after it. */
import { z } from 'zod';
import { defineEvents } from '@cunzhi/plugin';

export const events = defineEvents('yucun-cases', {
  caseChanged: z
    .object({ act: z.string(), state: z.string() })
    .describe('A case was written, handed in, passed on, returned or published.'),
});
