/**
 * Is a village rated at all (评定范围)? If not, the reason stands beside its name.
 *
 * A place outside the scope has no total: it is neither a zero nor a failure.
 */
import type { PlaceContext, PlaceGap } from './place.ts';
import { isGap, placeHolds } from './place.ts';
import type { Scope } from './standard.ts';

export type ScopeDecision = { rated: true } | { rated: false; reason: string; gap?: PlaceGap };

export function decideScope(scope: Scope, context: PlaceContext): ScopeDecision {
  const kind = context.village.kind ?? 'village';
  if (scope.rates && !scope.rates.includes(kind)) {
    return { rated: false, reason: `本标准只评${scope.rates.map((rated) => KIND_WORDS[rated]).join('、')}` };
  }
  for (const { when, reason } of scope.excludes) {
    const holds = placeHolds(when, context);
    if (isGap(holds)) return { rated: false, reason: `${holds.name} 没有填报，无法判断是否参评`, gap: holds };
    if (holds) return { rated: false, reason };
  }
  return { rated: true };
}

const KIND_WORDS = { village: '村', community: '社区' } as const;
