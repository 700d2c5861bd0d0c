/**
 * The first sign-in: somebody comes with a code on paper and sets a password of their own.
 *
 * An unknown name, a wrong, a used and an old code are one answer; the code is used up only when the password was taken.
 */
import type { Db, LocalText } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import type { Accounts } from './accounts.ts';
import { passwordProblem, usedBefore, type PasswordPreset } from './password-preset.ts';

/** Who has which code; the core plugin fills this. */
export interface Activations {
  find(
    db: Db,
    username: string,
    code: string,
  ): Promise<{ personId: string; name: string; accountId: string | null } | undefined>;
  /** False when the code was used in between. */
  use(db: Db, personId: string, code: string, accountId: string): Promise<boolean>;
}

export interface ActivationTools {
  readonly database: Database;
  readonly accounts: Accounts;
  readonly activations: Activations;
  readonly preset: PasswordPreset;
}

export interface Activation {
  /** In lower case. */
  readonly username: string;
  readonly code: string;
  readonly password: string;
}

/** `done`, `refused`, or what is wrong with the password; then one signs in as usual. */
export async function activate(
  { username, code, password }: Activation,
  { database, accounts, activations, preset }: ActivationTools,
): Promise<'done' | 'refused' | LocalText> {
  const found = username && code ? await activations.find(database, username, code) : undefined;
  if (!found) return 'refused';
  const hasSecondFactor = found.accountId !== null && (await accounts.hasSecondFactor(found.accountId));
  const problem = passwordProblem(preset, { password, username, hasSecondFactor });
  if (problem) return problem;
  if (found.accountId && preset.history && (await accounts.wasUsed(found.accountId, password, preset.history)))
    return usedBefore(preset);
  const accountId = found.accountId ?? (await accounts.ensure(username, found.name));
  if (!(await activations.use(database, found.personId, code, accountId))) return 'refused';
  await accounts.setPassword(accountId, password);
  return 'done';
}
