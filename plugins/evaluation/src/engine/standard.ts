/**
 * The shape of a standard (标准): classes, items, indicators, grading and all that rules may name.
 *
 * Every number in a loaded standard is the decimal text it was written with, whole numbers too.
 */
import type { Day } from './days.ts';
import type { Decimal, Rounding } from './exact.ts';
import type { AnswerForm, ScoreRule } from './rule.ts';

export type Level = 'village' | 'township' | 'county' | 'city';
export type Provenance = 'sourced' | 'reconstructed';

export interface Names {
  zh: string;
  en: string;
}

export interface Standard {
  kind: 'assessment-standard';
  format: Decimal;
  code: string;
  edition: string;
  name: Names;
  issuer: string;
  number: string | null;
  published: Day;
  inForce: { from: Day; until: Day | null; provenance: Provenance };
  reconstructed: boolean;
  notice?: { label: string; zh: string; en: string };
  points: Decimal;
  pointsProvenance: Provenance;
  rounding: Rounding;
  rescale: { within: 'item' | 'class' | 'total' };
  totalCap?: Decimal;
  bonus?: { cap: Decimal };
  levels: Level[];
  scope: Scope;
  attributes: Record<string, Attribute>;
  groups: Record<string, Group>;
  parameters: Record<string, Parameter>;
  grading: Grading;
  round: RoundTerms;
  titles: TitleTerms[];
  titlesProvenance?: Provenance;
  previous: { edition: string; map: MapEntry[] } | null;
  sources: Record<string, Source>;
  classes: StandardClass[];
}

export interface StandardClass {
  code: string;
  name: Names;
  points: Decimal;
  provenance: Provenance;
  sources?: SourceRef[];
  items: StandardItem[];
}

export interface StandardItem {
  code: string;
  name: Names;
  points: Decimal;
  provenance: Provenance;
  sources?: SourceRef[];
  indicators: Indicator[];
}

/** What scoring needs of an indicator (指标); the rest describes it to people. */
export interface IndicatorRule {
  code: string;
  points: Decimal;
  role?: 'base' | 'bonus';
  answer: AnswerForm;
  score?: ScoreRule;
  veto?: Veto;
  floor?: Decimal;
  cap?: Decimal;
  round?: Rounding;
  notApplicable?: { when: PlaceTest; mode: 'full' | 'drop'; reason: string };
  exempt?: { holder: string[]; reason: string };
}

export interface Indicator extends IndicatorRule {
  name: string;
  how: string;
  check: Check;
  evidence: { what: string[]; min: Decimal; photo: 'never' | 'allowed' | 'required'; why?: string };
  provenance: Provenance;
  numbers?: Provenance;
  sources?: SourceRef[];
}

export type CheckMethod = 'papers' | 'site' | 'visit' | 'interview' | 'questionnaire' | 'system' | 'authority';
export type Check = CheckMethod[] | { all: CheckMethod[] };

export type PlaceTest =
  | { empty: true }
  | { declared: true }
  | { attribute: string; is: boolean | string }
  | { attribute: string; under: Decimal }
  | { group: string };

export interface Scope {
  rates?: ('village' | 'community')[];
  excludes: { when: PlaceTest; reason: string }[];
}

export interface Attribute {
  type: 'yesNo' | 'number' | 'word';
  of: 'village' | 'village-year';
  label: string;
}

export type Group =
  | { kind: 'places'; places: string[]; note?: string }
  | { kind: 'sameCounty' | 'sameTownship' | 'everyone'; note?: string }
  | { kind: 'sameAttribute'; attribute: string; note?: string };

export interface ParameterCase {
  value: Decimal;
  group?: string;
  years?: { from?: Decimal; until?: Decimal };
  attribute?: string;
  under?: Decimal;
  is?: boolean | string;
}

export interface Parameter {
  unit: string;
  value: Decimal;
  cases?: ParameterCase[];
  provenance?: Provenance;
  sources?: SourceRef[];
}

export interface LineGrading {
  kind: 'lines';
  grades: { grade: string; name: string; min: Decimal }[];
  disqualified: string;
  provenance?: Provenance;
  sources?: SourceRef[];
}

export interface ShareGrading {
  kind: 'shares';
  group: string;
  grades: { grade: string; name: string; top: Decimal }[];
  least?: Decimal;
  disqualified: string;
  provenance?: Provenance;
  sources?: SourceRef[];
}

export type Grading = LineGrading | ShareGrading;

export type VetoEffect = 'disqualify' | { capGrade: string };

export type LookBack =
  | { kind: 'years'; years: Decimal }
  | { kind: 'sinceAward'; otherwiseYears: Decimal }
  | { kind: 'term' }
  | { kind: 'cycle' };

export interface Veto {
  effect: VetoEffect;
  lookBack: LookBack;
  authority: string[];
  when: { kinds: string[]; atLeast: Decimal }[];
}

export interface RoundTerms {
  provenance: Provenance;
  selfScoreToSubmit?: Decimal;
  queryDays: Decimal;
  countySamplePercent: Decimal;
  noticeDays: Decimal;
  appeal: { askWithinDays: Decimal; answerWithinDays: Decimal; steps: Decimal };
}

export interface TitleTerms {
  code: string;
  name: string;
  level: Level;
  leastGrade: string;
  recheckYears: Decimal;
  reapplyAfterYears: Decimal;
}

export type Relation = 'same' | 'changed' | 'split' | 'merged' | 'new' | 'dropped';

export interface MapEntry {
  now: string[];
  before: string[];
  relation: Relation;
  note?: string;
}

export interface Source {
  title: string;
  grade: 'law' | 'official' | 'mirror' | 'weak' | 'academic';
  url: string | null;
  inForceFrom?: Day;
}

export interface SourceRef {
  key: string;
  at?: string;
}
