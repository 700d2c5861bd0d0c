/**
 * Refusals of the pipeline: constant sentences, so that who may not know more learns nothing from the difference.
 */
import { GraphQLError } from 'graphql';
import type { Locale, LocalText } from '@cunzhi/plugin';
import type { LimitName } from './limits.ts';

const TEXTS = {
  DOCUMENT_NOT_LISTED: {
    zh: '这个网页太旧，或者这个请求不在允许的清单里；什么都没有做。请刷新网页再试。',
    en: 'This page is too old, or this request is not on the list of what may be asked; nothing was done. Reload the page and try again.',
  },
  DOCUMENT_LIMIT: {
    zh: '这一次要的内容太多，什么都没有做。请少要一些，分几次来。',
    en: 'This asks for too much at once; nothing was done. Ask for less, in several steps.',
  },
  SUBSCRIPTIONS_ONLY: {
    zh: '这个连接只收订阅，什么都没有做；请用 POST 发送。',
    en: 'Only subscriptions go over this socket, nothing was done; send it by POST.',
  },
  TOO_MANY_STREAMS: {
    zh: '这个页面订阅得太多了；请关掉一些再试。',
    en: 'This socket has too many subscriptions; end some of them first.',
  },
  OVERLOADED: {
    zh: '现在用的人太多，这一次没有做；您填的都还在。请过几秒再试。',
    en: 'Too many people are asking right now; this was not done, and what you entered is still there. Try again in a few seconds.',
  },
  TIMED_OUT: {
    zh: '这一次等得太久，已经停下；您填的都还在。请再试一次，同一次提交不会重复保存。',
    en: 'This took too long and was stopped; what you entered is still there. Try again: the same submission is not saved twice.',
  },
  BAD_INPUT: {
    zh: '有一项填的内容用不了，什么都没有保存。请检查后再试。',
    en: 'One of the values cannot be taken; nothing was saved. Please check it and try again.',
  },
} satisfies Record<string, LocalText>;

const STATUS: Partial<Record<keyof typeof TEXTS, object>> = {
  OVERLOADED: { status: 503, headers: { 'retry-after': '2' } },
  TIMED_OUT: { status: 503, headers: { 'retry-after': '5' } },
};

export interface Detail {
  /** For holders of `graphql.adhoc` alone. */
  readonly limit?: LimitName | undefined;
  readonly field?: string | undefined;
}

export function refusal(code: keyof typeof TEXTS, locale: Locale, { limit, field }: Detail = {}): GraphQLError {
  const http = STATUS[code] ?? { spec: true, status: 400 };
  return new GraphQLError(TEXTS[code][locale], {
    extensions: { code, ...(limit && { limit }), ...(field && { field }), http },
  });
}
