/**
 * `cunzhi.config.ts`: what is installed here, and with which settings. One line adds a plugin.
 *
 * @module
 */
import type { LocalText } from './errors.ts';
import type { AnyPlugin } from './uses.ts';

/** Tells another system of events, as a signed POST whose body is the answer to a GraphQL document. */
export interface Webhook {
  /** Its name in logs and on the plugin page. */
  readonly id: string;
  /** Only this address is ever called; it is stated here and nowhere else. */
  readonly url: string;
  /** The environment variable that holds the secret of the signature. */
  readonly secretEnv: string;
  /** Full names of events, `mediation.case.registered`. */
  readonly events: readonly string[];
  /** Asked anew for each event; `$subject: ID!` is the event's subject, `$place: PlaceCode!` its place. */
  readonly document: string;
  /** In whose reach the document is answered. */
  readonly as: { readonly role: string; readonly place: string };
}

/** Another system that says who somebody is (OpenID Connect); people come in there by the user name that they have here. */
export interface IdentityProvider {
  /** Its name in addresses: small letters, digits, hyphens. */
  readonly id: string;
  /** How the sign-in page calls it. */
  readonly name: LocalText;
  /** `https://…/.well-known/openid-configuration` */
  readonly discoveryUrl: string;
  readonly clientId: string;
  /** The environment variable that holds the client's secret. */
  readonly secretEnv: string;
  /** The claim that holds the user name; `preferred_username` by default. It must be one that people cannot choose there. */
  readonly usernameClaim?: string;
  /** The public address of this server, `https://cunzhi.example`; the provider sends people back to `/api/auth/callback/<id>` there. */
  readonly returnTo: string;
}

export interface CunzhiConfig {
  readonly plugins: readonly AnyPlugin[];
  /** Norms as data; by default those of the package `@cunzhi/standards`. */
  readonly standards?: URL;
  /** What a password must be: a preset of `standards/access/passwords.yaml`, `nist` by default, or `gbt22239`. */
  readonly passwords?: string;
  readonly webhooks?: readonly Webhook[];
  /** Who else may sign people in; only those who have an account. */
  readonly identityProviders?: readonly IdentityProvider[];
  /** How long one plugin's fields on other plugins' types may take in one operation, in milliseconds; 250 by default. */
  readonly guestBudgetMs?: number;
}

/** States what is installed; the default export of `cunzhi.config.ts`. */
export function defineConfig(config: CunzhiConfig): CunzhiConfig {
  return config;
}
