/**
 * Loading a model: read it, check it against the standard and the facts it names, and say everything wrong at once.
 *
 * A file with any problem is refused whole: a model that is nearly right would give wrong scores without a word.
 */
import type { LocalText } from '@cunzhi/plugin';
import { sumOf } from './decimal.rule.ts';
import { alphaOf, bandOf, integrate, show } from './governance.rule.ts';
import type { GovernanceModel, Indicator } from './model.ts';
import { readModelFile, type ModelFile, type ModelReading } from './model.shape.ts';

/** What a model may name: editions of standards with their items, and the facts of the catalogue. */
export interface KnownNames {
  /** By code, then edition. */
  readonly standards: ReadonlyMap<string, ReadonlyMap<string, KnownStandard>>;
  /** Fact → its type (`number`, `ratio`, `yesNo`, …). */
  readonly facts: ReadonlyMap<string, string>;
}

export interface KnownStandard {
  readonly from: string;
  readonly until: string | null;
  readonly rates: readonly ('village' | 'community')[];
  readonly items: ReadonlyMap<string, LocalText>;
}

export interface LoadedModel {
  /** Null when there is any problem. */
  readonly model: GovernanceModel | null;
  readonly problems: readonly string[];
}

/** Facts that hold one number. */
const WEIGHABLE = ['number', 'ratio', 'yesNo'];

type Check = (content: ModelFile, report: ModelReading['report'], known: KnownNames) => void;

/** Reads and checks a model; `file` is only named in problems. Never throws. */
export function loadModel(text: string, file: string, known: KnownNames): LoadedModel {
  const { content, problems, report } = readModelFile(text, file);
  if (!content) return { model: null, problems };
  for (const check of CHECKS) check(content, report, known);
  if (problems.length > 0) return { model: null, problems };
  const model = toModel(content, known);
  checkExamples(content, model, report);
  return { model: problems.length === 0 ? model : null, problems };
}

const checkDates: Check = ({ inForce, standard }, report, known) => {
  const until = inForce.until === 'null' ? '9999-12-31' : inForce.until;
  if (until < inForce.from)
    report(
      ['inForce', 'until'],
      `The edition ends (${until}) before it begins (${inForce.from}). Put the later day here.`,
    );
  const editions = known.standards.get(standard.code);
  if (!editions) {
    report(
      ['standard', 'code'],
      `There is no standard "${standard.code}". Name one of: ${[...known.standards.keys()].join(', ')}.`,
    );
    return;
  }
  standard.editions.forEach((edition, at) => {
    const found = editions.get(edition);
    const where = ['standard', 'editions', at];
    if (!found) {
      report(
        where,
        `The standard ${standard.code} has no edition "${edition}". Name one of: ${[...editions.keys()].join(', ')}.`,
      );
    } else if (found.from > until || (found.until !== null && found.until < inForce.from)) {
      report(
        where,
        `Edition ${edition} of ${standard.code} is in force from ${found.from} to ${found.until ?? 'now'}, never while this model is. Name the edition in force then.`,
      );
    }
  });
};

const checkSums: Check = ({ pillars, alpha, leastCompleteness }, report) => {
  pillars.forEach(({ code, indicators }, at) => {
    const sum = sumOf(indicators.map(({ weight }) => weight));
    if (sum !== '1')
      report(['pillars', at, 'indicators'], `The weights of ${code} add up to ${sum}, not to 1. Correct them.`);
    indicators.forEach(({ weight }, place) => {
      if (Number(weight) <= 0)
        report(
          ['pillars', at, 'indicators', place, 'weight'],
          `The weight is ${weight}. Give it a weight above 0, or leave the indicator out.`,
        );
    });
  });
  if (Number(leastCompleteness) <= 0 || Number(leastCompleteness) > 1) {
    report(
      ['leastCompleteness'],
      `${leastCompleteness} is not a part of a whole. Write a number above 0 and at most 1, such as 0.6.`,
    );
  }
  if (alpha === 'equal') return;
  if (alpha.length !== pillars.length)
    report(
      ['alpha'],
      `There are ${alpha.length} weights for ${pillars.length} pillars. Give one each, or write equal.`,
    );
  if (sumOf(alpha) !== '1')
    report(['alpha'], `The weights of the pillars add up to ${sumOf(alpha)}, not to 1. Correct them.`);
  if (alpha.some((one) => Number(one) < 0)) report(['alpha'], 'A weight is below 0. Give each pillar 0 or more.');
};

const checkSources: Check = ({ pillars, standard }, report, known) => {
  pillars.forEach(({ code, indicators }, at) => {
    if (pillars.findIndex((pillar) => pillar.code === code) < at)
      report(['pillars', at, 'code'], `The pillar "${code}" stands twice. Give each its own code.`);
    indicators.forEach((indicator, place) => {
      const where = ['pillars', at, 'indicators', place];
      const { item, fact } = indicator;
      if ((item === undefined) === (fact === undefined))
        report(where, 'An indicator names an item or a fact, exactly one of the two.');
      else if (fact !== undefined)
        checkFact({ ...indicator, fact }, (key, problem) => report([...where, key], problem), known);
      if (item !== undefined) {
        for (const edition of standard.editions) {
          const items = known.standards.get(standard.code)?.get(edition)?.items;
          if (items && !items.has(item))
            report(
              [...where, 'item'],
              `Edition ${edition} of ${standard.code} has no item "${item}". Name one of: ${[...items.keys()].join(', ')}.`,
            );
        }
      }
      const source = item ?? fact;
      if (indicators.findIndex((one) => (one.item ?? one.fact) === source) < place)
        report(where, `${source} stands twice in ${code}. Add the two weights and keep one.`);
    });
  });
};

type FactIndicator = ModelFile['pillars'][number]['indicators'][number] & { fact: string };

function checkFact(
  { fact, name, direction, floor, target }: FactIndicator,
  report: (key: string, problem: string) => void,
  known: KnownNames,
): void {
  const type = known.facts.get(fact);
  if (!type) report('fact', `No plugin publishes a fact "${fact}". Take one from facts.yaml.`);
  else if (!WEIGHABLE.includes(type))
    report('fact', `The fact ${fact} is of type ${type}; only ${WEIGHABLE.join(', ')} can be weighed. Take another.`);
  if (!name) report('name', `The fact ${fact} has no name. Add name: { zh: …, en: … }.`);
  if (!direction || floor === undefined || target === undefined) {
    report('fact', `The fact ${fact} needs direction, floor and target. Add them.`);
  } else if (Number(floor) === Number(target)) {
    report(
      'target',
      `Target and floor are both ${floor}, so every value would be both worst and best. Set them apart.`,
    );
  } else if ((direction === 'higher') !== Number(target) > Number(floor)) {
    report(
      'direction',
      `${direction} is better, but the target ${target} lies on the other side of the floor ${floor}. Floor is the worst value, target the best.`,
    );
  }
}

const checkBands: Check = ({ bands }, report) => {
  if (Number(bands[0]?.from) !== 0) report(['bands', 0, 'from'], 'The first band begins at 0. Write from: 0.');
  bands.forEach(({ from, zh }, at) => {
    const before = bands[at - 1];
    if (before && Number(from) <= Number(before.from))
      report(['bands', at, 'from'], `${from} does not lie above ${before.from}. Order the bands from low to high.`);
    if (Number(from) >= 1 || Number(from) < 0)
      report(['bands', at, 'from'], `${from} is not a lower end between 0 and 1. Correct it.`);
    if (bands.findIndex((band) => band.zh === zh) < at)
      report(['bands', at, 'zh'], `Two bands are called ${zh}. Give each its own name.`);
  });
};

const CHECKS: readonly Check[] = [checkDates, checkSums, checkSources, checkBands];

/** The examples were worked by hand: an edition whose own examples do not hold has a slip in one of the two. */
function checkExamples({ examples }: ModelFile, model: GovernanceModel, report: ModelReading['report']): void {
  examples.forEach(({ u, coupling, development, coordination, band }, at) => {
    const found = integrate(u.map(Number), alphaOf(model));
    const expected = { coupling, development, coordination };
    for (const key of ['coupling', 'development', 'coordination'] as const) {
      if (show(found[key]) !== show(Number(expected[key])))
        report(
          ['examples', at, key],
          `The formulas give ${show(found[key])}, not ${expected[key]}. Correct the example or the model.`,
        );
    }
    const reached = bandOf(model.bands, found.coordination).zh;
    if (reached !== band)
      report(['examples', at, 'band'], `The bands give ${reached}, not ${band}. Correct the example or the bands.`);
  });
}

function toModel(content: ModelFile, known: KnownNames): GovernanceModel {
  const { code, edition, inForce, notice = null, standard, leastCompleteness, alpha, bands } = content;
  const named = known.standards.get(standard.code)?.get(standard.editions.at(-1) ?? '');
  const toIndicator = ({
    item,
    fact,
    name,
    weight,
    floor,
    target,
  }: ModelFile['pillars'][number]['indicators'][number]): Indicator => ({
    source: item ?? fact ?? '',
    name: (item !== undefined ? named?.items.get(item) : name) ?? { zh: item ?? '', en: item ?? '' },
    weight,
    range: fact !== undefined && floor !== undefined && target !== undefined ? { floor, target } : null,
  });
  return {
    code,
    edition,
    inForce: { from: inForce.from, until: inForce.until === 'null' ? null : inForce.until },
    isReconstructed: content.reconstructed === 'true',
    notice,
    standard,
    rates: named?.rates ?? [],
    leastCompleteness,
    alpha,
    pillars: content.pillars.map((pillar) => ({ ...pillar, indicators: pillar.indicators.map(toIndicator) })),
    bands,
  };
}
