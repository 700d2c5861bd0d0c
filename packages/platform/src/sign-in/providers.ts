/**
 * Providers of identities as the configuration names them, checked at the start.
 *
 * One law: a provider says who somebody is and nothing else; its tokens are not kept, and it makes no account.
 */
import { SetupError, type IdentityProvider } from '@cunzhi/plugin';

/** A provider that can be asked: its secret is there. */
export type KnownProvider = IdentityProvider & { readonly secret: string };

const ID = /^[a-z][a-z0-9-]{0,39}$/;
/** The library keeps passwords under this name. */
const TAKEN = 'credential';

/** @throws SetupError with one sentence for each thing that is wrong. */
export function readProviders(
  providers: readonly IdentityProvider[] = [],
  env: Readonly<Record<string, string | undefined>>,
): readonly KnownProvider[] {
  const problems = providers.flatMap((provider, at) => problemsOf(provider, env, providers.slice(0, at)));
  if (problems.length > 0) throw new SetupError(problems);
  return providers.map((provider) => ({ ...provider, secret: env[provider.secretEnv] ?? '' }));
}

function problemsOf(
  { id, discoveryUrl, secretEnv, returnTo }: IdentityProvider,
  env: Readonly<Record<string, string | undefined>>,
  before: readonly IdentityProvider[],
): string[] {
  const problems: string[] = [];
  if (!ID.test(id) || id === TAKEN)
    problems.push(`cannot have this id. Take small letters, digits and hyphens, and not "${TAKEN}".`);
  if (before.some((one) => one.id === id)) problems.push('stands there twice. Give each its own id.');
  if (!env[secretEnv]) problems.push(`has its secret in ${secretEnv}, which is not set. Set it in the environment.`);
  if (!isSafe(discoveryUrl)) problems.push(`has the discoveryUrl "${discoveryUrl}". Write an address with https://.`);
  if (!isSafe(returnTo) || new URL(returnTo).origin !== returnTo)
    problems.push(`has returnTo "${returnTo}". Write this server's address only: https://cunzhi.example`);
  return problems.map((problem) => `The identity provider "${id}" ${problem}`);
}

/** https, or this machine itself. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}
