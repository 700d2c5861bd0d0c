/**
 * Where an indicator stands for the person who answers it, and which one comes next.
 *
 * Order is always that of the standard; nothing here compares villages or persons.
 */
export type AnswerMark = 'untouched' | 'seen' | 'answered' | 'evidenceMissing' | 'scored';

export interface MarkedResponse {
  indicator: { code: string };
  /** As the server counts: what does not apply needs no answer, and what is not right yet is none. */
  isAnswered: boolean;
  evidenceMissing: number;
  township: { status: string } | null;
}

/** One word for a response; what needs a hand wins over what is done. */
export function markOf(response: MarkedResponse, seen: ReadonlySet<string>): AnswerMark {
  if (response.township && response.township.status !== 'UNANSWERED' && response.township.status !== 'PENDING')
    return 'scored';
  if (response.isAnswered) return response.evidenceMissing > 0 ? 'evidenceMissing' : 'answered';
  return seen.has(response.indicator.code) ? 'seen' : 'untouched';
}

/** The next indicator without an answer after `from` (round the end), else the first that lacks evidence. */
export function nextOpen(responses: readonly MarkedResponse[], from?: string): string | null {
  const start = from ? responses.findIndex((response) => response.indicator.code === from) + 1 : 0;
  const turned = [...responses.slice(start), ...responses.slice(0, start)];
  const open =
    turned.find((response) => !response.isAnswered) ?? turned.find((response) => response.evidenceMissing > 0);
  return open?.indicator.code ?? null;
}

/** The neighbours of an indicator in the order of the standard. */
export function neighbours(codes: readonly string[], code: string) {
  const index = codes.indexOf(code);
  return {
    place: index + 1,
    total: codes.length,
    previous: index > 0 ? (codes[index - 1] ?? null) : null,
    next: index >= 0 ? (codes[index + 1] ?? null) : null,
  };
}

/** How many of a class are answered. */
export function countAnswered(responses: readonly MarkedResponse[]): number {
  return responses.filter((response) => response.isAnswered).length;
}

/** Calendar days from today to a day, in China; negative when it has passed. */
export function daysUntil(day: string, now: Date): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now);
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

/** The year that is rated now: the calendar year in China. */
export function ratedYear(now: Date): number {
  return Number(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(now));
}
