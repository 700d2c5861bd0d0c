/** The way that somebody wanted to go before signing in: only ways inside this app, whatever the address says. */
import type { LocationQuery } from 'vue-router';

/** The wanted way, else the home page. */
export function wantedOf({ to }: LocationQuery): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/';
}
