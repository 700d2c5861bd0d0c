/** The browser of the tests: Debian's chromium, or the one named by CHROMIUM_PATH; nothing is downloaded. */
import { execFileSync } from 'node:child_process';

export const chromiumArguments = [
  // Chromium refuses its sandbox to root, and root is who a container's tests run as.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** @throws when there is none. */
export function chromiumPath(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error('No Chromium was found. Install Debian’s package `chromium`, or set CHROMIUM_PATH.');
}
