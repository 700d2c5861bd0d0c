/** A party as it is typed, and the sentences of an answer by the field that they belong to. */
import type { WriteError } from '@cunzhi/admin';
import type { MediationParty } from './operations.ts';
import type { PartyEntered } from './party.operations.ts';

export const newParty = (): PartyEntered => ({
  role: 'APPLICANT',
  name: '',
  idNumber: null,
  phone: null,
  address: null,
});

/** What is sealed is not known here: its fields begin empty, and stay as they are unless something is typed. */
export const partyAsEntered = ({ role, name }: MediationParty): PartyEntered => ({ ...newParty(), role, name });

/** By field, of those whose path begins so: `parties[0].` of a registration. */
export function problemsOf(failure: WriteError | undefined, before = ''): Readonly<Record<string, string>> {
  const fields = Array.isArray(failure?.fields) ? (failure.fields as { path: string; message: string }[]) : [];
  return Object.fromEntries(
    fields
      .filter(({ path }) => path.startsWith(before))
      .map(({ path, message }) => [path.slice(before.length), message]),
  );
}
