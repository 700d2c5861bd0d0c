/**
 * The second factor: six digits of an authenticator app, or one of the backup codes.
 *
 * Two laws: a code works once, also within the minute in which it is shown; and whoever has only the password is not signed in.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { cookieOf, cookiesOut, unsigned } from './cookies.ts';
import { begunBy, fieldOf, guarded, pass, signedIn, type Asked, type Step, type StepTools } from './step.ts';
import { TEXTS } from './texts.ts';

const REFUSED = { status: 401, error: TEXTS.factor };
const SIGNED_OUT = { status: 401, error: TEXTS.signedOut };

/** Begins the setting up: gives the address for the app and the backup codes, once; it counts when a first code was shown. */
export const enableSecondFactor: Step = async (asked, tools) => {
  const session = await tools.sessions.find(asked.headers, { wakes: true });
  if (!session || session.mustChange) return SIGNED_OUT;
  if (session.hasSecondFactor) return { status: 409, error: TEXTS.isSet };
  return guarded(`password ${session.username}`, asked, tools, async () => {
    const answer = await pass('/two-factor/enable', { password: fieldOf(asked, 'password') }, asked, tools);
    if (!answer.ok) {
      await tools.book.failed(session, 'WRONG_PASSWORD', asked.prefix);
      return { status: 401, error: TEXTS.current };
    }
    await tools.throttle.right(`password ${session.username}`, asked.prefix);
    const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
    return { body: { next: 'second-factor', uri: named(totpURI, session.username), backupCodes } };
  });
};

export const proveSecondFactor =
  (kind: 'totp' | 'backup'): Step =>
  async (asked, tools) => {
    const session = await tools.sessions.find(asked.headers, { wakes: true });
    if (session?.mustChange) return SIGNED_OUT;
    const pending = cookieOf(asked.headers, tools.names.pending);
    const accountId = session?.accountId ?? (pending && (await tools.sessions.pendingAccount(unsigned(pending))));
    if (!accountId) return SIGNED_OUT;
    const guessed = `factor ${accountId}` as const;
    return guarded(guessed, asked, tools, async () => {
      const answer = await check(kind, accountId, asked, tools);
      if (!answer?.ok) {
        await tools.book.failed({ username: accountId, accountId }, 'WRONG_FACTOR', asked.prefix);
        return REFUSED;
      }
      await tools.throttle.right(guessed, asked.prefix);
      if (!session) return signedIn(answer, asked, tools);
      // Set up, or shown within a session: a new session took the place of this one, and the others end.
      const begun = await begunBy(answer, tools);
      if (begun) await tools.sessions.endOthers(begun);
      if (!session.hasSecondFactor) await tools.book.note({ act: 'setSecondFactor', accountId, sessionId: begun?.id });
      return { body: { next: 'done' }, cookies: cookiesOut(answer, tools.names) };
    });
  };

/** Undefined when the code was used already. Of two who come with the same code at once, one gets in. */
async function check(
  kind: 'totp' | 'backup',
  accountId: string,
  asked: Asked,
  tools: StepTools,
): Promise<Response | undefined> {
  const code = fieldOf(asked, 'code').replace(/\s/g, '');
  // The library keeps backup codes itself, each for one use.
  if (kind === 'backup') return pass('/two-factor/verify-backup-code', { code }, asked, tools);
  const hash = createHash('sha256').update(`cunzhi code ${accountId} ${code}`).digest('base64url');
  const taken = await tools.database.execute(sql`
    with old as (delete from auth.used_code where used_at < now() - interval '5 minutes' and code_hash <> ${hash})
    insert into auth.used_code as u (user_id, code_hash) values (${accountId}, ${hash})
    on conflict (user_id, code_hash) do update set used_at = clock_timestamp() where u.used_at < now() - interval '5 minutes'
    returning 1`);
  if (taken.length === 0) return undefined;
  const answer = await pass('/two-factor/verify-totp', { code }, asked, tools);
  if (!answer.ok)
    await tools.database.execute(sql`delete from auth.used_code where user_id = ${accountId} and code_hash = ${hash}`);
  return answer;
}

/** The app shows the user name; the library would show the placeholder of a mail address. */
function named(uri: string, username: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const issuer = encodeURIComponent('村治');
  return `otpauth://totp/${issuer}:${encodeURIComponent(username)}?secret=${secret}&issuer=${issuer}&digits=6&period=30`;
}
