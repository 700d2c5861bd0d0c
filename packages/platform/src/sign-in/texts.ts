/** The sentences of sign-in. What exactly was wrong with a name, a password or a code is nobody's business. */
import type { LocalText } from '@cunzhi/plugin';

export const TEXTS = {
  wrong: {
    zh: '用户名或密码不对，没有登录。请再看一下，或请管理员给您一张新的登录码。',
    en: 'User name or password is not right, so you are not signed in. Please check them, or ask the administrator for a new sign-in code.',
  },
  code: {
    zh: '用户名或登录码不对，或者登录码已经用过、过了 7 天。请再看一下，或请管理员给您一张新的。',
    en: 'User name or code is not right, or the code was used already or is older than 7 days. Please check them, or ask the administrator for a new one.',
  },
  factor: {
    zh: '这个码不对、过了时间，或者已经用过。请等手机上换了数字再填，或回到登录重来。',
    en: 'This code is not right, too old, or was used already. Please wait for the next digits on the phone, or begin again.',
  },
  current: {
    zh: '现在的密码不对，没有换。请再看一下。',
    en: 'The password of now is not right, so nothing was changed. Please check it.',
  },
  same: {
    zh: '新密码和现在的一样。请换一个。',
    en: 'The new password is the one of now. Please choose another.',
  },
  isSet: {
    zh: '第二道验证已经设好了。换了手机，请找管理员。',
    en: 'The second factor is set up already. With a new phone, please see the administrator.',
  },
  signedOut: {
    zh: '登录时间到了。请重新登录，再做这一步。',
    en: 'Your session has ended. Please sign in again, then do this once more.',
  },
  provider: {
    zh: '现在连不上那边的登录，没有登录。请过一会儿再试，或者在这里用密码登录。',
    en: 'The sign-in over there cannot be reached now, so you are not signed in. Please try again in a while, or sign in here with your password.',
  },
  failed: {
    zh: '服务器这边出了问题，没有登录。请过一会儿再试。',
    en: 'Something went wrong on the server, so you are not signed in. Please try again in a while.',
  },
} as const satisfies Record<string, LocalText>;

/** Too many attempts, with the time after which the next one is looked at. */
export const waitText = (seconds: number): LocalText => {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 90
    ? {
        zh: `试得太快了，请过 ${seconds} 秒再试。账号没有问题。`,
        en: `That was too fast; please try again in ${seconds} seconds. Nothing is wrong with the account.`,
      }
    : {
        zh: `试的次数多了，请过 ${minutes} 分钟再试。账号没有问题。急用的话，请管理员给您一张新的登录码。`,
        en: `There were many attempts; please try again in ${minutes} minutes. Nothing is wrong with the account. If it cannot wait, ask the administrator for a new sign-in code.`,
      };
};
