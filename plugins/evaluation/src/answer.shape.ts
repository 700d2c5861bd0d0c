/** The shapes of an answer: as it is sent, as it is stored, as it is shown. Types only. */

export interface EventEntry {
  readonly kind: string;
  readonly date: string;
  readonly points?: string | null;
  readonly reason?: string | null;
  readonly person?: string | null;
  readonly record?: string | null;
}
export interface Delivery {
  readonly due: string;
  readonly done?: string | null;
}
export interface SampledUnit {
  readonly unit: string;
  readonly passed: boolean;
}
export interface FindingEntry {
  readonly kind: string;
  readonly date: string;
  readonly authority: string;
  readonly person?: string | null;
  readonly document?: string | null;
}

/** What each kind holds, without the composite, whose fields differ on the way in and out. */
export interface AnswerContents {
  readonly yesNo: { readonly value: boolean };
  readonly number: { readonly number: string };
  readonly ratio: { readonly numerator: string; readonly denominator: string };
  readonly checklist: { readonly met: readonly string[] };
  readonly choice: { readonly option: string };
  readonly events: { readonly events: readonly EventEntry[] };
  readonly deliveries: { readonly deliveries: readonly Delivery[] };
  readonly periods: { readonly counts: readonly string[] };
  readonly comparison: { readonly current: string; readonly previous?: string | null };
  readonly sample: { readonly drawn: readonly SampledUnit[] };
  readonly assessor: { readonly points: string; readonly reason: string };
  readonly findings: { readonly findings: readonly FindingEntry[] };
  readonly notApplicable: { readonly reason: string };
}

export type AnswerKind = Exclude<keyof AnswerContents, 'notApplicable'> | 'composite';

/** Exactly one key. */
export type AnswerInput = { readonly [Kind in keyof AnswerContents]?: AnswerContents[Kind] | null } & {
  readonly composite?: { readonly fields: readonly { readonly key: string; readonly answer: AnswerInput }[] } | null;
};

/** As the engine takes it. */
export type StoredAnswer = Readonly<Record<string, unknown>>;

export type ShownAnswer =
  | { [Kind in keyof AnswerContents]: { readonly kind: Kind } & AnswerContents[Kind] }[keyof AnswerContents]
  | ShownComposite;
export interface ShownComposite {
  readonly kind: 'composite';
  readonly fields: readonly { readonly key: string; readonly answer: ShownAnswer }[];
}
export type Shown<Kind extends ShownAnswer['kind']> = Extract<ShownAnswer, { kind: Kind }>;
