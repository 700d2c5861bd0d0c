/** What is announced about cases: ids and states only; what is live carries no names. */
import { z } from 'zod';
import { defineEvents } from '@cunzhi/plugin';
import { PROCEDURES } from './case.transitions.ts';

const moved = z.object({ caseId: z.string(), procedure: z.enum(PROCEDURES), level: z.literal('VILLAGE') });

export const events = defineEvents('mediation', {
  'case.registered': moved.describe('A dispute was registered.'),
  'case.accepted': moved.describe('A case was taken on and has its number.'),
  'case.mediationStarted': moved.describe('The mediation has begun.'),
  'agreement.inForce': moved.describe('An agreement is in force; the case has ended in it.'),
  'case.terminated': moved.describe('A case has ended without agreement.'),
});
