/**
 * @cunzhi/mediation: disputes before the mediation committees of villages (人民调解), from registration to their end.
 *
 * A case is moved only by the rows of one table; what is live carries no names.
 */
import { core } from '@cunzhi/core';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addActs } from './act.graphql.ts';
import { addCaseQueries } from './case-query.graphql.ts';
import { events } from './case.event.ts';
import { addCases } from './case.graphql.ts';
import {
  caseHandler, caseParty, caseText, disputeType, mediationCase, numberCounter, numberPattern, terminationReason,
} from './mediation.table.ts'; // prettier-ignore
import { addParties } from './party.graphql.ts';
import { permissions, SEE, WRITE } from './permissions.ts';
import { loadNorms } from './reference.ts';
import { loadSettledRate } from './settled.service.ts';
import { addSignals } from './signal.graphql.ts';

export const mediation = definePlugin({
  id: 'mediation',
  version: '1.0.0',
  compat: '^1.0.0',
  admin: new URL('../admin/index.ts', import.meta.url),
  uses: { core },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(disputeType, 'Dispute types are the same everywhere.'),
    global(terminationReason, 'Termination reasons are the same everywhere.'),
    global(numberPattern, 'Patterns of case numbers are public; each names the places that it holds for.'),
    placed(mediationCase, { read: [SEE, WRITE], write: [WRITE] }),
    placed(caseHandler, { read: [WRITE], write: [WRITE] }),
    placed(caseText, {
      read: ['mediation.case.read'],
      write: [WRITE],
      also: 'exists (select from plugin_mediation.case_handler h where h.case_id = case_text.case_id and h.person_id = app.actor_id())',
    }),
    placed(caseParty, {
      read: ['mediation.case.read'],
      write: [WRITE],
      also: 'exists (select from plugin_mediation.case_handler h where h.case_id = case_party.case_id and h.person_id = app.actor_id())',
    }),
    placed(numberCounter, { read: [WRITE], write: [WRITE] }),
  ],
  permissions,
  plainNames: 'Dispute and mediation are words of the glossary.',
  events,
  facts: { 'mediation.settledRate': { unit: '调解成功 / 调解终结', load: loadSettledRate } },
  reference: loadNorms,
  graphql: (b, { core: door }) => {
    const types = addCases(b, door);
    addCaseQueries(b, types);
    addActs(b, types);
    addParties(b, types);
    addSignals(b, types);
    return { MediationCase: types.CaseRef };
  },
});

export {
  acceptCase,
  recordOralAgreement,
  registerCase,
  startMediation,
  terminateCase,
  type ActInput,
} from './case.service.ts';
export { addParty } from './party.service.ts';
export type { MediationCase } from './mediation.table.ts';
