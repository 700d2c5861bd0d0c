/** Why a plugin is set aside: a state, a sentence that says what is wrong, and one that says what to do; in both languages. */
import type { LocalText } from '@cunzhi/plugin';
import type { PluginState, PluginStatus } from '../plugins/index.ts';

export interface Problem {
  readonly state: Exclude<PluginState, 'live'>;
  readonly reason: LocalText;
  readonly nextStep: LocalText;
}

type Pair = readonly [zh: string, en: string];

/** A plugin that is broken itself. */
export const quarantined = (reason: Pair, nextStep: Pair): Problem => problem('quarantined', reason, nextStep);

/** A plugin that is sound, in the wrong surroundings. */
export const incompatible = (reason: Pair, nextStep: Pair): Problem => problem('incompatible', reason, nextStep);

/** A plugin that needs another one first. */
export const waiting = (reason: Pair, nextStep: Pair): Problem => problem('waiting', reason, nextStep);

export function problem(state: Problem['state'], [zh, en]: Pair, [nextZh, nextEn]: Pair): Problem {
  return { state, reason: { zh, en }, nextStep: { zh: nextZh, en: nextEn } };
}

/** Several problems of one plugin as one: all sentences; what does not fit here decides before what is broken. */
export function joined(problems: readonly Problem[]): Problem | undefined {
  const [first] = problems.filter(({ state }) => state === 'incompatible');
  if (first || problems.length <= 1) return first ?? problems[0];
  const text = (part: 'reason' | 'nextStep') => ({
    zh: [...new Set(problems.map((one) => one[part].zh))].join(''),
    en: [...new Set(problems.map((one) => one[part].en))].join(' '),
  });
  return {
    state: problems.some(({ state }) => state === 'quarantined') ? 'quarantined' : 'waiting',
    reason: text('reason'),
    nextStep: text('nextStep'),
  };
}

/** Both sentences in one language, for the command line and the log. */
export function sentence({ reason, nextStep }: Pick<PluginStatus, 'reason' | 'nextStep'>, locale: 'zh' | 'en'): string {
  const glue = locale === 'zh' ? '' : ' ';
  return [reason?.[locale], nextStep?.[locale]].filter(Boolean).join(glue);
}

/** The first line of what was thrown, whatever it is: for sentences, which are no place for stacks. */
export function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const text = error instanceof Error ? error.message + cause : String(error);
  return (text.split('\nparams:')[0] ?? text).slice(0, 500);
}
