/**
 * The rules of granting: nobody to themselves, only what one's own role may give, only within one's own places, duties apart.
 *
 * Pure; the database keeps the first and the last of them once more.
 */
import type { Actor, FieldProblem, LocalText } from '@cunzhi/plugin';
import type { Role } from './core.table.ts';

export interface Giving {
  readonly personId: string;
  readonly role: string;
  readonly placePrefix: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly reason: string;
}

/** A duty that the person has for a time, wherever that is. */
export interface HeldDuty {
  readonly duty: Role['duty'];
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

/** True when one of the actor's own grants, counting in this session, may give this role at this place. */
export function mayGive(
  actor: Pick<Actor, 'grants' | 'factors'>,
  roles: ReadonlyMap<string, Role>,
  { role, placePrefix }: Pick<Giving, 'role' | 'placePrefix'>,
): boolean {
  return actor.grants.some(
    (own) =>
      own.factors <= actor.factors &&
      placePrefix.startsWith(own.placePrefix) &&
      roles.get(own.role)?.mayGrant.includes(role),
  );
}

/** Everything that speaks against a grant, each with its field; empty when it may be given. */
export function givingProblems(giving: Giving, role: Role, duties: readonly HeldDuty[], now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (path: string, code: string, zh: string, en: string) => problems.push({ path, code, text: { zh, en } });
  const { validFrom, validTo } = giving;
  if (!role.prefixLengths.includes(giving.placePrefix.length)) {
    const levels = role.prefixLengths.map((length) => LEVELS[length]);
    say(
      'place',
      'WRONG_LEVEL',
      `“${role.nameZh}”要授在${levels.map((level) => level?.zh).join('或')}一级。`,
      `A ${role.nameEn} is granted at a ${levels.map((level) => level?.en).join(' or ')}.`,
    );
  }
  if (!giving.reason.trim() || giving.reason.length > 200)
    say('reason', 'NO_REASON', '请写明授权的原因，最多 200 字。', 'Say why, in at most 200 characters.');
  if (validTo && validTo <= validFrom)
    say('validTo', 'WRONG_DATES', '结束要晚于开始。', 'The end must come after the beginning.');
  if (validTo && validTo <= now) say('validTo', 'IN_THE_PAST', '结束时间已经过了。', 'The end is in the past.');
  if (role.mostDays !== null && !(validTo && validTo.getTime() - validFrom.getTime() <= role.mostDays * DAY_MS))
    say(
      'validTo',
      'TOO_LONG',
      `“${role.nameZh}”最多授 ${role.mostDays} 天，请填结束日期。`,
      `A ${role.nameEn} is granted for at most ${role.mostDays} days; state the end.`,
    );
  if (duties.some((held) => isApart(held.duty, role.duty) && overlap(held, giving)))
    say(
      'role',
      'DUTIES_APART',
      '这个人已有业务、审计、平台管理中的另一种职责，同一个人只能有一种。请授给别人。',
      'This person already has another one of the three duties business, audit and operation; nobody has two. Grant it to somebody else.',
    );
  return problems;
}

const DAY_MS = 86_400_000;
const LEVELS: Readonly<Record<number, LocalText>> = {
  4: { zh: '市', en: 'city' },
  6: { zh: '县区', en: 'county' },
  9: { zh: '乡镇街道', en: 'township' },
  12: { zh: '村社', en: 'village' },
};

const isApart = (a: Role['duty'], b: Role['duty']): boolean => a !== b && a !== 'development' && b !== 'development';

interface Span {
  readonly validFrom: Date;
  readonly validTo: Date | null;
}
const overlap = (a: Span, b: Span): boolean =>
  (a.validTo === null || a.validTo > b.validFrom) && (b.validTo === null || b.validTo > a.validFrom);
