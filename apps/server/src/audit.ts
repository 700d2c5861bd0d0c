/** The audit log's ports: where its key and its roots are, and the rows of sign-in. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  keepInFolder,
  publishKey,
  rootSigner,
  type Host,
  type RootSigner,
  type Settings,
  type SignedInEvent,
  type SignInAct,
} from '@cunzhi/platform';
import { usableFolder } from './folder.ts';

export const rootsFolderOf = ({ dataFolder, rootsFolder }: Settings): string =>
  rootsFolder ?? join(dataFolder, 'roots');

/** Signs roots with the key of the data folder and keeps them, with the public key, where the settings say. */
export function signerOf(settings: Settings): RootSigner {
  const roots = usableFolder(rootsFolderOf(settings));
  const keyFile = join(usableFolder(settings.dataFolder), 'audit-key.pem');
  const signer = rootSigner({ keyFile, keep: keepInFolder(roots) });
  publishKey(roots, signer.publicKey);
  return signer;
}

/** @throws when it could not be written: then nobody is signed in. */
export async function noteSignIn(
  host: Pick<Host, 'audit' | 'loadActor'>,
  { accountId, factors, sessionId }: SignedInEvent,
): Promise<void> {
  const actor = await host.loadActor({ accountId, factors });
  await host.audit.write([
    {
      actorId: actor?.id ?? null,
      act: 'signIn',
      subject: { type: 'Account', id: accountId },
      outcome: 'done',
      operationId: randomUUID(),
      detail: { factors, session: sessionId },
    },
  ]);
}

/**
 * A failed attempt has no actor, since nobody proved anything: it names the account that was tried, if there is one.
 *
 * @throws when it could not be written
 */
export async function noteSignInAct(host: Pick<Host, 'audit' | 'loadActor'>, told: SignInAct): Promise<void> {
  const { act, accountId } = told;
  const isFailure = told.act === 'signInFailed';
  const actor = isFailure ? null : await host.loadActor({ accountId: told.accountId, factors: 1 });
  const session = isFailure ? undefined : told.sessionId;
  await host.audit.write([
    {
      actorId: actor?.id ?? null,
      act,
      subject: { type: 'Account', id: accountId },
      outcome: isFailure ? 'refused' : 'done',
      operationId: randomUUID(),
      detail: isFailure ? { code: told.code, from: told.prefix, count: told.count } : { ...(session && { session }) },
    },
  ]);
}
