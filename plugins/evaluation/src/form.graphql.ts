/** Answer forms in GraphQL: one type for each kind, so that a client knows every parameter by name. */
import type { Builder } from './builder.ts';
import type { AnswerForm, FieldForm, FormForm, Indicator, ScoreRule } from './engine/index.ts';
import { wordEnum } from './doors.ts';
import { rulesOf } from './standard.rule.ts';

/** A form with the rules that score it: some parameters (picked points, discretion) stand in the rule. */
export interface PlacedForm<Form extends AnswerForm = AnswerForm> {
  readonly form: Form;
  readonly rules: readonly ScoreRule[];
  readonly isEmptyCovered: boolean;
  readonly indicator: Indicator;
}

type Kind = AnswerForm['kind'];
const TYPE_NAMES: Readonly<Record<Kind, string>> = {
  yesNo: 'YesNoForm', number: 'NumberForm', ratio: 'RatioForm', checklist: 'ChecklistForm', choice: 'ChoiceForm', events: 'EventsForm',
  deliveries: 'DeliveriesForm', periods: 'PeriodsForm', comparison: 'ComparisonForm', sample: 'SampleForm', assessor: 'AssessorForm',
  form: 'CompositeForm', findings: 'FindingsForm',
}; // prettier-ignore
const PERIOD_COUNTS = { week: 52, month: 12, quarter: 4, half: 2 } as const;

/** The form of an indicator, or of one field of it. */
export function placeForm(indicator: Indicator, form: AnswerForm = indicator.answer, field?: string): PlacedForm {
  const when = indicator.notApplicable?.when;
  return { form, rules: rulesOf(indicator, field), isEmptyCovered: when !== undefined && 'empty' in when, indicator };
}

export function addForms(
  b: Builder,
  { ScoreLevel }: { ScoreLevel: ReturnType<typeof wordEnum<'village' | 'township' | 'county' | 'city'>> },
) {
  const PeriodLength = wordEnum(b, 'PeriodLength', ['week', 'month', 'quarter', 'half'], 'How long one period is.');
  const Choice = b.objectRef<{ key: string; label: string }>('Choice').implement({
    description: 'One thing that can be chosen or ticked.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key to send.' }),
      label: t.exposeString('label', { description: 'What it says.' }),
    }),
  });
  const EventKind = b.objectRef<{ key: string; label: string; rules: readonly ScoreRule[] }>('EventKind').implement({
    description: 'A kind of event; with from and to, points are picked for each event with a reason.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key to send.' }),
      label: t.exposeString('label', { description: 'What it says.' }),
      from: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Fewest points to pick.',
        resolve: (kind) => rangeOf(kind)?.from ?? null,
      }),
      to: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Most points to pick.',
        resolve: (kind) => rangeOf(kind)?.to ?? null,
      }),
      step: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Step between them.',
        resolve: (kind) => rangeOf(kind)?.step ?? null,
      }),
    }),
  });
  const choices = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([key, label]) => ({ key, label }));
  const form = <K extends Kind>(kind: K) => b.objectRef<PlacedForm<Extract<AnswerForm, { kind: K }>>>(TYPE_NAMES[kind]);
  const FACT = { nullable: true, description: 'The fact that may fill it.' } as const;
  const factOf = ({ form: { fact } }: PlacedForm<FieldForm>) => fact ?? null;

  const YesNo = form('yesNo').implement({
    description: 'Yes or no.',
    fields: (t) => ({ fact: t.string({ ...FACT, resolve: factOf }) }),
  });
  const NumberForm = form('number').implement({
    description: 'A number with a unit.',
    fields: (t) => ({
      unit: t.string({ description: 'Its unit.', resolve: (one) => one.form.unit }),
      least: t.field({
        type: 'Decimal',
        description: 'Smallest number taken.',
        resolve: (one) => one.form.least ?? '0',
      }),
      most: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Largest number taken.',
        resolve: (one) => one.form.most ?? null,
      }),
      decimals: t.int({
        nullable: true,
        description: 'Decimals allowed.',
        resolve: (one) => (one.form.decimals === undefined ? null : Number(one.form.decimals)),
      }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Ratio = form('ratio').implement({
    description: 'A part of a whole.',
    fields: (t) => ({
      numerator: t.string({ description: 'What the part is.', resolve: (one) => one.form.numerator }),
      denominator: t.string({ description: 'What the whole is.', resolve: (one) => one.form.denominator }),
      leastDenominator: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Smallest whole taken.',
        resolve: (one) => one.form.leastDenominator ?? null,
      }),
      mayBeEmpty: t.boolean({
        description: 'True when 0 of 0 is taken.',
        resolve: (one) => one.form.empty === 'zero' || one.isEmptyCovered,
      }),
      mayExceed: t.boolean({
        description: 'True when the part may exceed the whole.',
        resolve: (one) => one.form.mayExceed ?? false,
      }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Checklist = form('checklist').implement({
    description: 'Elements that are met or not.',
    fields: (t) => ({
      elements: t.field({ type: [Choice], description: 'The elements.', resolve: (one) => choices(one.form.elements) }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const ChoiceForm = form('choice').implement({
    description: 'One of several options.',
    fields: (t) => ({
      options: t.field({ type: [Choice], description: 'The options.', resolve: (one) => choices(one.form.options) }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Events = form('events').implement({
    description: 'What happened, each with its day.',
    fields: (t) => ({
      kinds: t.field({
        type: [EventKind],
        description: 'The kinds.',
        resolve: (one) => choices(one.form.kinds).map((kind) => ({ ...kind, rules: one.rules })),
      }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Deliveries = form('deliveries').implement({
    description: 'Things due on a day, and the day they were done.',
    fields: (t) => ({
      what: t.string({ description: 'What is due.', resolve: (one) => one.form.what }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Periods = form('periods').implement({
    description: 'A count for each period of the year.',
    fields: (t) => ({
      every: t.field({ type: PeriodLength, description: 'How long a period is.', resolve: (one) => one.form.every }),
      unit: t.string({ description: 'Unit of the counts.', resolve: (one) => one.form.unit }),
      least: t.field({
        type: 'Decimal',
        description: 'What a period must reach.',
        resolve: (one) => one.form.least ?? '1',
      }),
      count: t.int({
        description: 'How many periods a year has; a year of 53 weeks takes 53.',
        resolve: (one) => PERIOD_COUNTS[one.form.every],
      }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Comparison = form('comparison').implement({
    description: 'This year and the year before.',
    fields: (t) => ({
      unit: t.string({ description: 'Unit of both.', resolve: (one) => one.form.unit }),
      fact: t.string({ ...FACT, resolve: factOf }),
    }),
  });
  const Sample = form('sample').implement({
    description: 'Units that were drawn and looked at.',
    fields: (t) => ({
      units: t.string({ description: 'What is drawn.', resolve: (one) => one.form.units }),
      least: t.int({
        nullable: true,
        description: 'Fewest to draw.',
        resolve: (one) => (one.form.least === undefined ? null : Number(one.form.least)),
      }),
    }),
  });
  const Assessor = form('assessor').implement({
    description: 'Points that an assessor gives with a reason.',
    fields: (t) => ({
      guide: t.string({
        nullable: true,
        description: 'What to look at.',
        resolve: (one) => one.form.guide ?? discretionOf(one)?.guide ?? null,
      }),
      from: t.field({
        type: 'Decimal',
        description: 'Fewest points.',
        resolve: (one) => discretionOf(one)?.from ?? '0',
      }),
      to: t.field({
        type: 'Decimal',
        description: 'Most points.',
        resolve: (one) => discretionOf(one)?.to ?? one.indicator.points,
      }),
      step: t.field({
        type: 'Decimal',
        description: 'Step between them.',
        resolve: (one) => discretionOf(one)?.step ?? '0.01',
      }),
      by: t.field({
        type: [ScoreLevel],
        description: 'Levels that may give them.',
        resolve: (one) => [...(discretionOf(one)?.by ?? (['village', 'township', 'county', 'city'] as const))],
      }),
    }),
  });
  const Findings = form('findings').implement({
    description: 'Findings of an authority; none is the normal answer.',
    fields: (t) => ({
      kinds: t.field({ type: [Choice], description: 'The kinds.', resolve: (one) => choices(one.form.kinds) }),
    }),
  });

  const Composite = b.objectRef<PlacedForm<FormForm>>('CompositeForm');
  const members = [
    YesNo,
    NumberForm,
    Ratio,
    Checklist,
    ChoiceForm,
    Events,
    Deliveries,
    Periods,
    Comparison,
    Sample,
    Assessor,
    Composite,
    Findings,
  ];
  const AnswerFormRef = b.unionType('AnswerForm', {
    description: 'How an indicator is answered.',
    types: members,
    resolveType: (one) => TYPE_NAMES[(one as PlacedForm).form.kind],
  });
  const FormField = b.objectRef<{ key: string; label: string; placed: PlacedForm }>('FormField').implement({
    description: 'One field of a composite form.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key to send.' }),
      label: t.exposeString('label', { description: 'What it says.' }),
      form: t.field({
        type: AnswerFormRef,
        description: 'How the field is answered.',
        resolve: (field) => field.placed as never,
      }),
    }),
  });
  Composite.implement({
    description: 'Several fields, each with a form of its own.',
    fields: (t) => ({
      fields: t.field({
        type: [FormField],
        description: 'The fields.',
        resolve: ({ form: { fields }, indicator }) =>
          Object.entries(fields).map(([key, field]) => ({
            key,
            label: field.label ?? key,
            placed: placeForm(indicator, field, key),
          })),
      }),
    }),
  });
  return { AnswerForm: AnswerFormRef };
}

function rangeOf({ key, rules }: { readonly key: string; readonly rules: readonly ScoreRule[] }) {
  const [rule] = rules;
  const price = rule?.kind === 'perEvent' ? rule.kinds[key] : undefined;
  return price && 'from' in price ? price : undefined;
}

function discretionOf({ rules }: PlacedForm) {
  const [rule] = rules;
  return rule?.kind === 'discretion' ? rule : undefined;
}

export type Forms = ReturnType<typeof addForms>;
