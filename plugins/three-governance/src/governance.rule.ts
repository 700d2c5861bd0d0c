/**
 * The three-governance score (三治融合): the level of each pillar, and how well the pillars hold together.
 *
 * Square and n-th roots are irrational, so here binary floating point is right and honest: nothing is decided between two
 * floats that differ only by its noise (`settle`), and a figure is rounded half up to four decimals for showing alone.
 */
import type { LocalText } from '@cunzhi/plugin';
import type { Band, GovernanceModel, Indicator, Pillar } from './model.ts';

/** What an indicator says of a village: 0…1, nothing known, or not asked of this village. */
export type Reading = number | 'missing' | 'leftOut';
export type Readings = ReadonlyMap<string, Reading>;

export interface ItemRatio {
  readonly earned: string;
  readonly full: string;
  readonly isComplete: boolean;
}

export interface Integration {
  readonly coupling: number;
  readonly development: number;
  readonly coordination: number;
}

export interface ShownPillar {
  readonly code: string;
  readonly index: string | null;
  readonly completeness: string;
}

export interface ShownContribution {
  readonly pillar: string;
  readonly source: string;
  /** 0…1; null when nothing is known. */
  readonly value: string | null;
  readonly weight: string;
  /** What it adds to the index of its pillar; null when nothing is known. */
  readonly share: string | null;
}

/** A score as it is stored and shown; withheld when the four middle fields are null. */
export interface ShownScore {
  readonly pillars: readonly ShownPillar[];
  readonly coupling: string | null;
  readonly development: string | null;
  readonly coordination: string | null;
  /** The Chinese name of its band, which is the key of a band in its model. */
  readonly band: string | null;
  readonly missing: readonly string[];
  readonly contributions: readonly ShownContribution[];
}

/** Earned ÷ full marks; an item whose indicators all fell away is left out, one that nobody answered is missing. */
export function readItem(ratio: ItemRatio | undefined): Reading {
  if (!ratio) return 'missing';
  const full = Number(ratio.full);
  if (full <= 0) return ratio.isComplete ? 'leftOut' : 'missing';
  return hold(Number(ratio.earned) / full);
}

/** (value − floor) ÷ (target − floor), held in 0…1; where lower is better, the target lies below the floor. */
export function readFact(
  value: number | undefined,
  range: { readonly floor: string; readonly target: string },
): Reading {
  if (value === undefined || !Number.isFinite(value)) return 'missing';
  return hold((value - Number(range.floor)) / (Number(range.target) - Number(range.floor)));
}

/** The weighted mean of what is known, and which part of the weight that is. */
function levelOf(indicators: readonly Pick<Indicator, 'source' | 'weight'>[], readings: Readings) {
  let asked = 0;
  let known = 0;
  let sum = 0;
  for (const { source, weight } of indicators) {
    const reading = readings.get(source) ?? 'missing';
    if (reading === 'leftOut') continue;
    asked += Number(weight);
    if (reading === 'missing') continue;
    known += Number(weight);
    sum += Number(weight) * reading;
  }
  return {
    index: known > 0 ? settle(sum / known) : null,
    completeness: asked > 0 ? settle(known / asked) : 0,
    knownWeight: known,
  };
}

/** Coupling C, development T and coordination degree D of n pillars; `alpha` sums to 1. */
export function integrate(indices: readonly number[], alpha: readonly number[]): Integration {
  const n = indices.length;
  const sum = indices.reduce((total, index) => total + index, 0);
  const mean = indices.reduce((total, index) => total * index ** (1 / n), 1);
  // By the inequality of the means C is at most 1; its float may stand a hair above.
  const coupling = mean > 0 ? Math.min(1, (n * mean) / sum) : 0;
  const development = indices.reduce((total, index, at) => total + index * (alpha[at] ?? 0), 0);
  return { coupling, development, coordination: Math.sqrt(coupling * development) };
}

/** The band that a coordination degree lies in; the last takes 1. */
export function bandOf(bands: readonly Band[], coordination: number): Band {
  const reached = bands.filter(({ from }) => Number(from) <= settle(coordination)).at(-1) ?? bands[0];
  if (!reached) throw new Error('A model without bands cannot place a score.');
  return reached;
}

/** The weights of the pillars in T, as numbers. */
export function alphaOf({ alpha, pillars }: Pick<GovernanceModel, 'alpha' | 'pillars'>): number[] {
  return alpha === 'equal' ? pillars.map(() => 1 / pillars.length) : alpha.map(Number);
}

/** The score of one village: whole, or withheld when a pillar is too incomplete to speak of. */
export function scoreOf(model: GovernanceModel, readings: Readings): ShownScore {
  const levels = model.pillars.map((pillar) => ({ pillar, ...levelOf(pillar.indicators, readings) }));
  const isEnough = (completeness: number) => completeness > 0 && completeness >= Number(model.leastCompleteness);
  const indices = levels.flatMap(({ index, completeness }) =>
    index !== null && isEnough(completeness) ? [index] : [],
  );
  const whole = indices.length === levels.length ? integrate(indices, alphaOf(model)) : null;
  const contributions = levels.flatMap(({ pillar, knownWeight }) => contributionsOf(pillar, knownWeight, readings));
  return {
    pillars: levels.map(({ pillar, index, completeness }) => ({
      code: pillar.code,
      index: index !== null && isEnough(completeness) ? show(index) : null,
      completeness: show(completeness),
    })),
    coupling: whole && show(whole.coupling),
    development: whole && show(whole.development),
    coordination: whole && show(whole.coordination),
    band: whole && bandOf(model.bands, whole.coordination).zh,
    missing: [...new Set(contributions.filter(({ value }) => value === null).map(({ source }) => source))],
    contributions,
  };
}

/** The pillar that holds the others back; null when it is withheld or when two share the lowest place. */
export function weakestOf(pillars: readonly ShownPillar[]): string | null {
  if (pillars.some(({ index }) => index === null)) return null;
  const [lowest, next] = pillars.toSorted((a, b) => Number(a.index) - Number(b.index));
  return lowest && lowest.index !== next?.index ? lowest.code : null;
}

/** Why a score is withheld, in a sentence; null when it is not. */
export function withheldReason(
  model: GovernanceModel,
  { coordination, pillars }: Pick<ShownScore, 'coordination' | 'pillars'>,
): LocalText | null {
  if (coordination !== null) return null;
  const least = percent(model.leastCompleteness);
  const short = pillars
    .filter(({ index }) => index === null)
    .map(({ code, completeness }) => {
      const name = model.pillars.find((pillar) => pillar.code === code)?.name ?? { zh: code, en: code };
      return {
        zh: `${name.zh}的资料有 ${percent(completeness)}%`,
        en: `${name.en} has ${percent(completeness)}% of its figures`,
      };
    });
  return {
    zh: `${short.map(({ zh }) => zh).join('，')}，不到 ${least}%，先不出分。已有的资料都在；补上下面缺的，再算一次。`,
    en: `${short.map(({ en }) => en).join(', ')}; below ${least}% no score is given. What is there is kept; add what is missing below and compute again.`,
  };
}

/** Rounded half up to four decimals, as text. */
export function show(value: number): string {
  return (Math.round(Number((value * 10_000).toFixed(6))) / 10_000).toFixed(4);
}

function contributionsOf(pillar: Pillar, knownWeight: number, readings: Readings): ShownContribution[] {
  return pillar.indicators.flatMap(({ source, weight }) => {
    const reading = readings.get(source) ?? 'missing';
    if (reading === 'leftOut') return [];
    const isKnown = reading !== 'missing';
    const share = isKnown ? show((Number(weight) * reading) / knownWeight) : null;
    return [{ pillar: pillar.code, source, value: isKnown ? show(reading) : null, weight, share }];
  });
}

const hold = (value: number) => Math.min(1, Math.max(0, value));

/** Ten decimals: far finer than any figure shown, far coarser than the noise of a float. */
const settle = (value: number) => Number(value.toFixed(10));

const percent = (share: string) => Number((Number(share) * 100).toFixed(2));
