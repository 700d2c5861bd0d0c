/**
 * Another password, by whoever knows the one of now. All other sessions end, and this one gets a new cookie.
 *
 * One law: what is wrong with the new password is told only to those who know the old one.
 */
import { cookiesOut } from './cookies.ts';
import { passwordProblem, usedBefore } from './password-preset.ts';
import { fieldOf, guarded, pass, signedIn, type Step } from './step.ts';
import { TEXTS } from './texts.ts';

export const changePassword: Step = async (asked, tools) => {
  const { accounts, preset, throttle } = tools;
  const session = await tools.sessions.find(asked.headers, { wakes: true });
  if (!session) return { status: 401, error: TEXTS.signedOut };
  const { accountId, username, hasSecondFactor } = session;
  const currentPassword = fieldOf(asked, 'currentPassword');
  const newPassword = fieldOf(asked, 'newPassword');
  const refused = async () => {
    await tools.book.failed({ username, accountId }, 'WRONG_PASSWORD', asked.prefix);
    return { status: 401, error: TEXTS.current };
  };
  return guarded(`password ${username}`, asked, tools, async () => {
    if (!currentPassword || !(await accounts.hasPassword(accountId, currentPassword))) return refused();
    await throttle.right(`password ${username}`, asked.prefix);
    const problem =
      passwordProblem(preset, { password: newPassword, username, hasSecondFactor }) ??
      (newPassword === currentPassword ? TEXTS.same : undefined) ??
      ((await accounts.wasUsed(accountId, newPassword, preset.history)) ? usedBefore(preset) : undefined);
    if (problem) return { status: 422, error: problem };
    const answer = await pass(
      '/change-password',
      { currentPassword, newPassword, revokeOtherSessions: true },
      asked,
      tools,
    );
    if (!answer.ok) return refused();
    await accounts.noteChange(accountId);
    await tools.book.note({ act: 'changePassword', accountId, sessionId: session.id });
    if (session.mustChange) return signedIn(answer, asked, tools);
    return { body: { next: 'done' }, cookies: cookiesOut(answer, tools.names) };
  });
};
