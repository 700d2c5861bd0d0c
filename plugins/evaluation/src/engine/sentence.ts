/**
 * A rule in one plain sentence, for the clerk who fills in the sheet: 满分 1 分；四个季度每少一个扣 0.25 分。
 *
 * The sentence is made from the rule itself, so the two can never say different things.
 */
import { exact, exactText } from './exact.ts';
import { amountWords, conditionWords } from './sentence.condition.ts';
import { labelOf, stepWords } from './sentence.step.ts';
import type { AnswerForm, Bands, Combine, GroupRule, Options, Proportion, ScoreRule, YearOnYear } from './rule.ts';
import type { IndicatorRule, LookBack, Names, Veto } from './standard.ts';
import { own } from './text.ts';
import { effectWords } from './veto.ts';
import { says } from './words.ts';

/** The rule of an indicator, in Chinese and English. */
export function ruleSentence(indicator: IndicatorRule): Names {
  const { veto, score, role } = indicator;
  if (veto) return vetoWords(veto, indicator.answer);
  const points = exactText(exact(indicator.points));
  const full =
    role === 'bonus'
      ? says(`最多加 ${points} 分`, `At most ${points} bonus points`)
      : says(`满分 ${points} 分`, `Full marks ${points}`);
  const rule = score ? scoreWords(score, indicator.answer) : says('', '');
  const aside = asideWords(indicator);
  return says(`${full.zh}；${rule.zh}${aside.zh}。`, `${full.en}; ${rule.en}${aside.en}.`);
}

function scoreWords(rule: ScoreRule, form: AnswerForm): Names {
  switch (rule.kind) {
    case 'allOrNothing': {
      const { zh, en } = conditionWords(rule.when, form);
      const otherwise = rule.otherwise ?? '0';
      const rest = otherwise === '0' ? '否则不得分' : `否则得 ${otherwise} 分`;
      return says(`${zh}得满分，${rest}`, `${en} gives full marks, anything else ${otherwise}`);
    }
    case 'proportion':
      return proportionWords(rule, form);
    case 'bands':
      return bandWords(rule, form, says(labelOf(form), ''));
    case 'options':
      return optionWords(rule, form);
    case 'yearOnYear':
      return yearWords(rule);
    case 'discretion': {
      const step = rule.step === undefined ? '' : `，以 ${rule.step} 分为一级`;
      const stepEn = rule.step === undefined ? '' : ` in steps of ${rule.step}`;
      const text = `${rule.guide}，在 ${rule.from} 至 ${rule.to} 分内给分${step}，须写理由`;
      return says(text, `the assessor picks ${rule.from} to ${rule.to}${stepEn} and gives the reason`);
    }
    case 'groupAverage':
    case 'groupRank':
      return groupWords(rule);
    case 'combine':
      return combineWords(rule, form);
    default:
      return stepWords(rule, form);
  }
}

function proportionWords(rule: Proportion, form: AnswerForm): Names {
  const [target, from] = [amountWords(rule.target), amountWords(rule.from ?? '0')];
  const unit = form.kind === 'ratio' || form.kind === 'sample' ? '%' : '';
  const zh = `${labelOf(form)}从 ${from.zh}${unit} 到 ${target.zh}${unit}，按比例得分`;
  return says(zh, `in proportion from ${from.en} to ${target.en}${unit && ' %'}`);
}

function bandWords(rule: Pick<Bands, 'bands' | 'otherwise'>, form: AnswerForm | null, label: Names): Names {
  const bands = rule.bands.map((band) => ({ ...conditionWords(band, form), points: band.points }));
  const zh = bands.map((band) => `${band.zh}得 ${band.points} 分`).join('，');
  const en = bands.map((band) => `${band.en} gives ${band.points}`).join(', ');
  const otherwise = rule.otherwise ?? '0';
  return says(`${label.zh}${zh}，其余得 ${otherwise} 分`, `${label.en}${en}, anything else ${otherwise}`);
}

function optionWords(rule: Options, form: AnswerForm): Names {
  const options = Object.entries(rule.options);
  const labels = form.kind === 'choice' ? form.options : {};
  const zh = options.map(([option, points]) => `${own(labels, option) ?? option}得 ${points} 分`).join('，');
  return says(zh, options.map(([option, points]) => `${option} gives ${points}`).join(', '));
}

function yearWords(rule: YearOnYear): Names {
  const { improved, same, worse } = rule.points;
  const zh = rule.better === 'lower' ? '越少越好' : '越多越好';
  const tolerance = rule.tolerancePercent ?? '0';
  const text = `与上年比（${zh}，容差 ${tolerance}%）：好转得 ${improved} 分，持平得 ${same} 分，变差得 ${worse} 分`;
  const en = `against last year (${rule.better} is better, ${tolerance} % tolerated): improved ${improved}, same ${same}, worse ${worse}`;
  return says(text, en);
}

function groupWords(rule: GroupRule): Names {
  if (rule.kind === 'groupAverage') {
    const zh = rule.statistic === 'mean' ? '平均数' : '中位数';
    return bandWords(
      rule,
      { kind: 'ratio', numerator: '', denominator: '' },
      says(`与组内${zh}相比，`, `against the ${rule.statistic} of the group, `),
    );
  }
  const zh = rule.bands.map(({ top, points }) => `前 ${top}% 得 ${points} 分`).join('，');
  const en = rule.bands.map(({ top, points }) => `the first ${top} % get ${points}`).join(', ');
  const otherwise = rule.otherwise ?? '0';
  return says(`在组内排名，${zh}，其余得 ${otherwise} 分`, `by rank in the group: ${en}, anything else ${otherwise}`);
}

function combineWords(rule: Combine, form: AnswerForm): Names {
  const parts = rule.parts.flatMap((part) => {
    const field = form.kind === 'form' ? own(form.fields, part.field) : undefined;
    if (!field) return [];
    const words = scoreWords(part.score, field);
    const label = field.label ?? part.field;
    return [says(`${label}（${part.points} 分）${words.zh}`, `${part.field} (${part.points}): ${words.en}`)];
  });
  const [zh, en] =
    rule.how === 'sum' ? ['各项相加：', 'the parts are added: '] : ['取最低一项：', 'the lowest part decides: '];
  return says(zh + parts.map((part) => part.zh).join('；'), en + parts.map((part) => part.en).join('; '));
}

function asideWords({ notApplicable, exempt }: IndicatorRule): Names {
  const mode = notApplicable?.mode === 'full' ? ['得满分', 'full marks'] : ['不计入', 'left out'];
  const none = notApplicable
    ? says(`；${notApplicable.reason}时${mode[0]}`, `; not applicable: ${mode[1]}`)
    : says('', '');
  const free = exempt
    ? says(`；${exempt.reason}的免评得满分`, `; exempt with ${exempt.holder.join(' or ')}: full marks`)
    : says('', '');
  return says(none.zh + free.zh, none.en + free.en);
}

function vetoWords({ effect, lookBack, when }: Veto, form: AnswerForm): Names {
  const labels = form.kind === 'findings' ? form.kinds : {};
  const cases = when.map(({ kinds, atLeast }) =>
    says(
      `${kinds.map((kind) => own(labels, kind) ?? kind).join('或')}达 ${atLeast} 人（件）`,
      `${atLeast} or more of ${kinds.join(', ')}`,
    ),
  );
  const back = lookBackWords(lookBack);
  const follows = effectWords(effect);
  return says(
    `${back.zh}${cases.map(({ zh }) => zh).join('，或')}的，${follows.zh}。`,
    `${back.en}: ${cases.map(({ en }) => en).join('; or ')}. ${follows.en}.`,
  );
}

function lookBackWords(lookBack: LookBack): Names {
  switch (lookBack.kind) {
    case 'years':
      return says(`期末前 ${lookBack.years} 年内，`, `Within ${lookBack.years} years before the end of the period`);
    case 'sinceAward':
      return says(
        `获评以来（未获评的 ${lookBack.otherwiseYears} 年内），`,
        `Since the award, or within ${lookBack.otherwiseYears} years`,
      );
    case 'term':
      return says('本届任期内，', 'Within the term');
    case 'cycle':
      return says('本考核期内，', 'Within the period');
  }
}
