import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { caseAfter, grantOnly, outcomeOf, YUCUN } from './case.fixture.ts';
import { CELLS, expected, FREE, ROLES, type MatrixRole } from './case.matrix.fixture.ts';
import type { Act, Procedure } from './case.transitions.ts';

let host: TestHost;
let wang: Client;
let somebody: Client;
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
  somebody = await host.as('developer');
});
afterAll(() => host.close());

const WAY: Readonly<Record<Procedure, readonly Act[]>> = {
  REGISTERED: [],
  ACCEPTED: ['acceptCase'],
  IN_MEDIATION: ['acceptCase', 'startMediation'],
  AGREED: ['acceptCase', 'startMediation', 'recordOralAgreement'],
  TERMINATED: ['acceptCase', 'terminateCase'],
};
/** Where a grant of each role may stand; Yucun, its township, its county or the city. */
const PREFIX: Readonly<Partial<Record<MatrixRole, string>>> = {
  referrer: '330523108', inspector: '330523108', justice: '330523108', county: '330523', city: '3305', dataOfficer: '330523', auditor: '3305',
}; // prettier-ignore

/** Cases that no act has moved yet; they serve every role, since a refused act changes nothing. */
const cases = new Map<Procedure, { id: string; version: number }>();

async function become(role: MatrixRole): Promise<Client> {
  if (role === 'mediator, handling') return wang;
  if (role === 'nobody') return host.stranger();
  const grant =
    role === 'mediator elsewhere' ? { role: 'mediator', at: '330502' } : { role, at: PREFIX[role] ?? YUCUN };
  await grantOnly(host, 'developer', [grant]);
  return somebody;
}

it.each(ROLES)('answers every act from every state as the table says: %s', async (role) => {
  const client = await become(role);
  const cells = CELLS.filter((cell) => cell.role === role);
  const outcomes: string[] = [];

  for (const { act, procedure } of cells) {
    const current = procedure && (cases.get(procedure) ?? (await caseAfter(wang, WAY[procedure])));
    const outcome = await outcomeOf(client, act, current && { id: current.id, baseVersion: current.version });
    outcomes.push(`${act} from ${procedure}: ${outcome}`);
    if (procedure && current) cases.set(procedure, current);
    if (procedure && !outcome.includes('_REFUSED') && !outcome.startsWith('NOT_')) cases.delete(procedure);
  }

  expect(outcomes).toEqual(
    cells.map(({ act, procedure }) => `${act} from ${procedure}: ${expected(act, procedure, role, FREE)}`),
  );
});
