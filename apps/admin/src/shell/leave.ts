/** Signing out: the server ends the session, then a fresh page, so that nothing of one person is left for the next. */
import { useSession } from '@cunzhi/admin';

/** Returns the action behind 退出登录. */
export function useLeave(): () => Promise<void> {
  const session = useSession();
  return async () => {
    await session.signOut();
    window.location.assign('/sign-in');
  };
}
