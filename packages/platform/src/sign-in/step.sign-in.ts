/**
 * Signing in by name and password, and for the first time with a code on paper.
 *
 * One law: whether there is such a name is not told, neither by words nor by time (the library hashes for unknown names too).
 */
import { activate } from './activate.ts';
import { cookiesOut, sessionSet } from './cookies.ts';
import { PASSWORD_MOST } from './password-preset.ts';
import { fieldOf, guarded, pass, signedIn, usernameIn, type Step } from './step.ts';
import { TEXTS } from './texts.ts';

const WRONG = { status: 401, error: TEXTS.wrong };
const NAME_MOST = 100;

export const signIn: Step = async (asked, tools) => {
  const username = usernameIn(asked);
  const password = fieldOf(asked, 'password');
  if (!username || !password || username.length > NAME_MOST || password.length > PASSWORD_MOST) return WRONG;
  return guarded(`password ${username}`, asked, tools, async () => {
    const answer = await pass('/sign-in/username', { username, password }, asked, tools);
    // For every name, there or not: the same look-up and the same row.
    if (!answer.ok) {
      await tools.book.failed(
        { username, accountId: await tools.accounts.idOf(username) },
        'WRONG_PASSWORD',
        asked.prefix,
      );
      return WRONG;
    }
    await tools.throttle.right(`password ${username}`, asked.prefix);
    // With a second factor to come the library has made a session and taken it away again: that is not signed in.
    if (!sessionSet(answer, tools.names))
      return { body: { next: 'second-factor' }, cookies: cookiesOut(answer, tools.names) };
    return signedIn(answer, asked, tools);
  });
};

export const firstSignIn: Step = async (asked, tools) => {
  const username = usernameIn(asked);
  const code = fieldOf(asked, 'code');
  const given = { username, code, password: fieldOf(asked, 'password') };
  if (!username || !code || username.length > NAME_MOST) return { status: 401, error: TEXTS.code };
  return guarded(`code ${username}`, asked, tools, async () => {
    const outcome = await activate(given, tools);
    if (outcome === 'refused') {
      await tools.book.failed({ username, accountId: await tools.accounts.idOf(username) }, 'WRONG_CODE', asked.prefix);
      return { status: 401, error: TEXTS.code };
    }
    // Whoever has the code may try as many passwords as it takes to find one that fits.
    await tools.throttle.right(`code ${username}`, asked.prefix);
    if (outcome !== 'done') return { status: 422, error: outcome };
    await tools.throttle.remember([`password ${username}`], asked.prefix);
    const accountId = await tools.accounts.idOf(username);
    if (accountId) await tools.book.note({ act: 'useActivation', accountId });
    return { body: { next: 'done' } };
  });
};
