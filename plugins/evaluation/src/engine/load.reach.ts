/**
 * The best that one rule can give for one form, found by trying the few measures that can matter.
 *
 * Between two thresholds nothing changes, so the thresholds, their midpoints and the ends are enough.
 */
import { isBetween } from './condition.ts';
import { ONE, ZERO, exact, larger, sumOf } from './exact.ts';
import type { Decimal, Exact } from './exact.ts';
import type {
  Amount,
  AnswerForm,
  Band,
  EventPrice,
  GroupRank,
  GroupRule,
  Shortfall,
  SimpleRule,
  Thresholds,
} from './rule.ts';
import { own } from './text.ts';
import { PERIODS_A_YEAR } from './validate.kinds.ts';

/** Values of parameters by name. */
export type Values = ReadonlyMap<string, Decimal>;

/** Null when there is no upper end. */
export function best(form: AnswerForm, rule: SimpleRule | GroupRule, full: Exact, values: Values): Exact | null {
  const bounds = boundsOf(form);
  switch (rule.kind) {
    case 'allOrNothing': {
      const sides = sidesFrom(rule.when, values);
      const isReachable = measures(Object.values(sides), bounds).some((measure) => isBetween(measure, sides));
      return isReachable ? full : exact(rule.otherwise ?? '0');
    }
    case 'perElement':
      return sumOf(
        Object.keys(form.kind === 'checklist' ? form.elements : {}).map((element) => priceOf(rule, element, values)),
      );
    case 'shortfall':
      return bestShortfall(rule, full, bounds, values);
    case 'proportion': {
      const [target, from] = [valueOf(rule.target, values), valueOf(rule.from ?? '0', values)];
      if (target.equals(from)) return ZERO;
      const shares = measures([target, from], bounds).map((measure) => measure.sub(from).div(target.sub(from)));
      return full.mul(shares.reduce(larger, ZERO));
    }
    case 'bands':
      return bestBand(rule.bands, rule.otherwise, bounds, values);
    case 'groupAverage':
      return bestBand(rule.bands, rule.otherwise, { least: ZERO, most: null, whole: false }, values);
    case 'groupRank':
      return bestRank(rule);
    case 'options':
      return most(Object.values(rule.options));
    case 'yearOnYear':
      return most([rule.points.improved, rule.points.same, rule.points.worse]);
    case 'discretion': {
      const [from, step] = [exact(rule.from), rule.step];
      const width = exact(rule.to).sub(from);
      return step === undefined ? exact(rule.to) : from.add(width.div(exact(step)).floor().mul(exact(step)));
    }
    case 'perEvent':
      return rule.sign === 'deduct' ? full : mostEvents(Object.values(rule.kinds));
    case 'missingElement':
    case 'late':
    case 'sampleFailures':
      return full;
  }
}

interface Bounds {
  least: Exact;
  most: Exact | null;
  whole: boolean;
}

function boundsOf(form: AnswerForm): Bounds {
  switch (form.kind) {
    case 'yesNo':
      return { least: ZERO, most: ONE, whole: true };
    case 'number':
      return {
        least: exact(form.least ?? '0'),
        most: form.most === undefined ? null : exact(form.most),
        whole: form.decimals === '0',
      };
    case 'ratio':
      return { least: ZERO, most: form.mayExceed === true ? null : exact(100), whole: false };
    case 'sample':
      return { least: ZERO, most: exact(100), whole: false };
    case 'checklist':
      return { least: ZERO, most: exact(Object.keys(form.elements).length), whole: true };
    case 'periods':
      return { least: ZERO, most: exact(PERIODS_A_YEAR[form.every][0]), whole: true };
    default:
      return { least: ZERO, most: null, whole: form.kind !== 'comparison' };
  }
}

function measures(thresholds: readonly Exact[], { least, most: end, whole }: Bounds): Exact[] {
  const top = end ?? thresholds.reduce(larger, least).add(ONE);
  const ends = [least, ...thresholds, top].toSorted((a, b) => a.compare(b));
  const between = ends.flatMap((value, at) => (at === 0 ? [] : [value.add(ends[at - 1] ?? value).div(2)]));
  const near = whole
    ? ends.flatMap((value) => [value.floor(), value.ceil(), value.floor().add(ONE), value.ceil().sub(ONE)])
    : between;
  return [...ends, ...near].filter(
    (value) => value.compare(least) >= 0 && value.compare(top) <= 0 && (!whole || value.d === 1n),
  );
}

function bestBand(bands: readonly Band[], otherwise: Decimal | undefined, bounds: Bounds, values: Values): Exact {
  const sided = bands.map((band) => ({ points: exact(band.points), sides: sidesFrom(band, values) }));
  const thresholds = sided.flatMap(({ sides }) => Object.values(sides));
  const given = measures(thresholds, bounds).map((measure) => {
    const band = sided.find(({ sides }) => isBetween(measure, sides));
    return band?.points ?? exact(otherwise ?? '0');
  });
  return given.reduce(larger, ZERO);
}

function bestRank({ bands, otherwise }: GroupRank): Exact {
  const reachable = bands.filter(({ top }, at) =>
    bands.slice(0, at).every((earlier) => exact(earlier.top).compare(exact(top)) < 0),
  );
  return most([...reachable.map(({ points }) => points), otherwise ?? '0']);
}

function bestShortfall(rule: Shortfall, full: Exact, bounds: Bounds, values: Values): Exact {
  if (rule.target === 'all') return full;
  const target = valueOf(rule.target, values);
  const reach = rule.better === 'lower' ? bounds.least : bounds.most;
  if (reach === null) return full;
  const gap = larger(ZERO, rule.better === 'lower' ? reach.sub(target) : target.sub(reach));
  const raw = gap.div(exact(rule.per ?? '1'));
  const count = rule.steps === 'whole' ? raw.floor() : rule.steps === 'started' ? raw.ceil() : raw;
  return full.sub(count.mul(valueOf(rule.each, values)));
}

function mostEvents(prices: readonly EventPrice[]): Exact | null {
  const ends = prices.map((price) => price.most);
  return ends.every((end) => end !== undefined) ? sumOf(ends.map((end) => exact(end))) : null;
}

function priceOf(rule: { each?: Amount; elements?: Record<string, Decimal> }, element: string, values: Values): Exact {
  return rule.each === undefined ? exact(own(rule.elements, element) ?? '0') : valueOf(rule.each, values);
}

function sidesFrom(thresholds: Thresholds, values: Values): Record<string, Exact> {
  const names = ['atLeast', 'over', 'atMost', 'under'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const amount = thresholds[name];
      return amount === undefined ? [] : [[name, valueOf(amount, values)]];
    }),
  );
}

function valueOf(amount: Amount, values: Values): Exact {
  return exact(typeof amount === 'string' ? amount : (values.get(amount.param) ?? '0'));
}

function most(points: readonly Decimal[]): Exact {
  return points.map((text) => exact(text)).reduce(larger, ZERO);
}
