/**
 * For tests: the documents that a client sends, and people who hold exactly the grants that a test needs.
 *
 * It knows clients and hosts by what it needs of them, so that only tests import the harness.
 */
import { transitionOf, type Act } from './case.transitions.ts';

interface Asker {
  data<T>(document: string, variables?: object): Promise<T>;
  query<T>(
    document: string,
    variables?: object,
  ): Promise<{ readonly data: T; readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }>;
}
type Statement = (text: TemplateStringsArray, ...values: string[]) => PromiseLike<readonly object[]>;
interface Owner {
  sql<T>(work: (sql: Statement) => Promise<T>): Promise<T>;
}

/** What an act answers: the fields of the case, or those of the error. */
export interface Done {
  readonly id: string;
  readonly number: string | null;
  readonly procedure: string;
  readonly version: number;
  readonly facts: string | null;
  readonly acceptedAt: string;
  readonly endedAt: string;
  readonly allowedActions: readonly {
    readonly act: string;
    readonly blockedBy: readonly { readonly code: string }[];
  }[];
  readonly code?: string;
  readonly failures?: readonly object[];
  readonly fields?: readonly object[];
}

export const YUCUN = '330523108204';
/** Another village of the same township. */
export const NEIGHBOUR = '330523108200';

const WHOLE = `__typename
  ... on MediationCase { id number procedure version facts agreement reason acceptedAt endedAt allowedActions { act blockedBy { code } } }
  ... on UserError { code message }
  ... on VersionConflictError { currentVersion }
  ... on MediationTransitionRefusedError { act from possible: allowedActions }
  ... on MediationGuardError { failures { code message cure field } }
  ... on InputRefusedError { fields { path code message } }`;

const INPUTS: Readonly<Record<Act, string>> = {
  registerCase: 'RegisterMediationCaseInput',
  acceptCase: 'MediationActInput',
  startMediation: 'MediationActInput',
  recordOralAgreement: 'RecordOralAgreementInput',
  terminateCase: 'TerminateMediationInput',
};

/** What each act gets besides the case and its version, when nothing is to be wrong with it. */
const RIGHT: Readonly<Record<Act, object>> = {
  registerCase: { village: YUCUN, type: 'D02', subtype: 'D0201', facts: '两家为排水沟起了争执。' },
  acceptCase: {},
  startMediation: {},
  recordOralAgreement: { content: '排水沟由两家一起修。' },
  terminateCase: { reason: 'NO_PROSPECT', alternativesTold: true },
};

export const documentOf = (act: Act): string =>
  `mutation ($input: ${INPUTS[act]}!) { done: ${transitionOf(act).mutation}(input: $input) { ${WHOLE} } }`;

/** The whole variables of an act; what is given replaces what would be right. */
export const variablesOf = (act: Act, given: object = {}) => ({
  input: { ...RIGHT[act], clientWriteId: crypto.randomUUID(), ...given },
});

/** Does an act and gives the member of the result union. @throws when the answer has a top-level error. */
export async function perform(client: Asker, act: Act, given: object = {}): Promise<Done> {
  return (await client.data<{ done: Done }>(documentOf(act), variablesOf(act, given))).done;
}

/** Code of the top-level error, code of the error in the union, or the procedure that was reached. */
export async function outcomeOf(client: Asker, act: Act, given: object = {}): Promise<string> {
  const { data, errors } = await client.query<{ done: Done }>(documentOf(act), variablesOf(act, given));
  return errors?.[0]?.extensions.code ?? data.done.code ?? data.done.procedure;
}

/** Leads a new case as far as the acts go. */
export async function caseAfter(client: Asker, acts: readonly Act[], registration: object = {}) {
  let latest = await perform(client, 'registerCase', registration);
  for (const act of acts) latest = await perform(client, act, { id: latest.id, baseVersion: latest.version });
  return latest;
}

/** Gives a demonstration account these grants and no others. */
export async function grantOnly(
  host: Owner,
  username: string,
  grants: readonly { readonly role: string; readonly at: string }[],
): Promise<void> {
  await host.sql(async (sql) => {
    await sql`delete from core."grant" where person_id = (select id from core.person where username = ${username})`;
    for (const { role, at } of grants) {
      await sql`insert into core."grant" (person_id, role, place_prefix, granted_by, reason)
        select id, ${role}, ${at}, gen_random_uuid(), 'test' from core.person where username = ${username}`;
    }
  });
}
