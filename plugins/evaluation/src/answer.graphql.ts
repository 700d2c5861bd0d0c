/** Answers in GraphQL: what is stored, one type for each kind, and the same kinds as an input of which exactly one is given. */
import type { Builder } from './builder.ts';
import type {
  AnswerInput,
  Delivery,
  EventEntry,
  FindingEntry,
  SampledUnit,
  Shown,
  ShownAnswer,
  ShownComposite,
} from './answer.shape.ts';

const TYPE_NAMES: Readonly<Record<ShownAnswer['kind'], string>> = {
  yesNo: 'YesNoAnswer', number: 'NumberAnswer', ratio: 'RatioAnswer', checklist: 'ChecklistAnswer', choice: 'ChoiceAnswer', events: 'EventsAnswer',
  deliveries: 'DeliveriesAnswer', periods: 'PeriodsAnswer', comparison: 'ComparisonAnswer', sample: 'SampleAnswer', assessor: 'AssessorAnswer',
  findings: 'FindingsAnswer', notApplicable: 'NotApplicableAnswer', composite: 'CompositeAnswer',
}; // prettier-ignore

export function addAnswers(b: Builder) {
  const answer = <K extends ShownAnswer['kind']>(kind: K) => b.objectRef<Shown<K>>(TYPE_NAMES[kind]);
  const d = (description: string) => ({ description });

  const YesNo = answer('yesNo').implement({
    ...d('Yes or no.'),
    fields: (t) => ({ value: t.exposeBoolean('value', d('The answer.')) }),
  });
  const NumberAnswer = answer('number').implement({
    ...d('A number.'),
    fields: (t) => ({ number: t.exposeString('number', d('As it was typed.')) }),
  });
  const Ratio = answer('ratio').implement({
    ...d('A part of a whole.'),
    fields: (t) => ({
      numerator: t.exposeString('numerator', d('The part, as typed.')),
      denominator: t.exposeString('denominator', d('The whole, as typed.')),
    }),
  });
  const Checklist = answer('checklist').implement({
    ...d('What is met.'),
    fields: (t) => ({ met: t.stringList({ ...d('Keys of the elements met.'), resolve: ({ met }) => [...met] }) }),
  });
  const Choice = answer('choice').implement({
    ...d('What was chosen.'),
    fields: (t) => ({ option: t.exposeString('option', d('Key of the option.')) }),
  });
  const Entry = b.objectRef<EventEntry>('EventEntry').implement({
    ...d('One event.'),
    fields: (t) => ({
      kind: t.exposeString('kind', d('Key of its kind.')),
      date: t.field({ type: 'Date', ...d('Its day.'), resolve: ({ date }) => date }),
      points: t.exposeString('points', { nullable: true, ...d('Points picked for it.') }),
      reason: t.exposeString('reason', { nullable: true, ...d('Why these points.') }),
      person: t.exposeString('person', { nullable: true, ...d('A mark for the person concerned.') }),
      record: t.exposeString('record', { nullable: true, ...d('The record behind it.') }),
    }),
  });
  const Events = answer('events').implement({
    ...d('Events of the year.'),
    fields: (t) => ({
      events: t.field({ type: [Entry], ...d('Each of them.'), resolve: ({ events }) => [...events] }),
    }),
  });
  const DeliveryRef = b.objectRef<Delivery>('Delivery').implement({
    ...d('Something due on a day.'),
    fields: (t) => ({
      due: t.field({ type: 'Date', ...d('When it was due.'), resolve: ({ due }) => due }),
      done: t.field({
        type: 'Date',
        nullable: true,
        ...d('When it was done; null for not yet.'),
        resolve: ({ done }) => done ?? null,
      }),
    }),
  });
  const Deliveries = answer('deliveries').implement({
    ...d('Things due.'),
    fields: (t) => ({
      deliveries: t.field({ type: [DeliveryRef], ...d('Each of them.'), resolve: ({ deliveries }) => [...deliveries] }),
    }),
  });
  const Periods = answer('periods').implement({
    ...d('A count for each period.'),
    fields: (t) => ({
      counts: t.stringList({ ...d('As typed, in the order of the year.'), resolve: ({ counts }) => [...counts] }),
    }),
  });
  const Comparison = answer('comparison').implement({
    ...d('This year and the year before.'),
    fields: (t) => ({
      current: t.exposeString('current', d('This year, as typed.')),
      previous: t.exposeString('previous', {
        nullable: true,
        ...d('The year before, as typed; null when there is no figure.'),
      }),
    }),
  });
  const Unit = b.objectRef<SampledUnit>('SampledUnit').implement({
    ...d('A unit that was drawn.'),
    fields: (t) => ({
      unit: t.exposeString('unit', d('Which one.')),
      passed: t.exposeBoolean('passed', d('Whether it passed.')),
    }),
  });
  const Sample = answer('sample').implement({
    ...d('Units drawn.'),
    fields: (t) => ({ drawn: t.field({ type: [Unit], ...d('Each of them.'), resolve: ({ drawn }) => [...drawn] }) }),
  });
  const Assessor = answer('assessor').implement({
    ...d('Points given by an assessor.'),
    fields: (t) => ({ points: t.exposeString('points', d('As typed.')), reason: t.exposeString('reason', d('Why.')) }),
  });
  const Finding = b.objectRef<FindingEntry>('FindingEntry').implement({
    ...d('A finding of an authority.'),
    fields: (t) => ({
      kind: t.exposeString('kind', d('Key of its kind.')),
      date: t.field({ type: 'Date', ...d('Its day.'), resolve: ({ date }) => date }),
      authority: t.exposeString('authority', d('Who found it.')),
      person: t.exposeString('person', { nullable: true, ...d('A mark for the person concerned.') }),
      document: t.exposeString('document', { nullable: true, ...d('The paper.') }),
    }),
  });
  const Findings = answer('findings').implement({
    ...d('Findings of authorities.'),
    fields: (t) => ({
      findings: t.field({ type: [Finding], ...d('Each of them.'), resolve: ({ findings }) => [...findings] }),
    }),
  });
  const NotApplicable = answer('notApplicable').implement({
    ...d('Declared as not applicable.'),
    fields: (t) => ({ reason: t.exposeString('reason', d('Why.')) }),
  });

  const Composite = b.objectRef<ShownComposite>('CompositeAnswer');
  const AnswerRef = b.unionType('Answer', {
    ...d('An answer as it is stored.'),
    types: [
      YesNo,
      NumberAnswer,
      Ratio,
      Checklist,
      Choice,
      Events,
      Deliveries,
      Periods,
      Comparison,
      Sample,
      Assessor,
      Composite,
      Findings,
      NotApplicable,
    ],
    resolveType: (one) => TYPE_NAMES[(one as ShownAnswer).kind],
  });
  const Field = b.objectRef<ShownComposite['fields'][number]>('AnsweredField').implement({
    ...d('One field of a composite answer.'),
    fields: (t) => ({
      key: t.exposeString('key', d('Key of the field.')),
      answer: t.field({ type: AnswerRef, ...d('Its answer.'), resolve: ({ answer: one }) => one as never }),
    }),
  });
  Composite.implement({
    ...d('Answers of several fields.'),
    fields: (t) => ({
      fields: t.field({ type: [Field], ...d('Each of them.'), resolve: ({ fields }) => [...fields] }),
    }),
  });

  return { Answer: AnswerRef, AnswerInput: addInputs(b) };
}

function addInputs(b: Builder) {
  const EventEntryInput = b.inputType('EventEntryInput', {
    description: 'One event.',
    fields: (t) => ({
      kind: t.string({ required: true }),
      date: t.field({ type: 'Date', required: true }),
      points: t.string(),
      reason: t.string(),
      person: t.string(),
      record: t.string(),
    }),
  });
  const DeliveryInput = b.inputType('DeliveryInput', {
    description: 'Something due on a day.',
    fields: (t) => ({ due: t.field({ type: 'Date', required: true }), done: t.field({ type: 'Date' }) }),
  });
  const SampledUnitInput = b.inputType('SampledUnitInput', {
    description: 'A unit that was drawn.',
    fields: (t) => ({ unit: t.string({ required: true }), passed: t.boolean({ required: true }) }),
  });
  const FindingEntryInput = b.inputType('FindingEntryInput', {
    description: 'A finding of an authority.',
    fields: (t) => ({
      kind: t.string({ required: true }),
      date: t.field({ type: 'Date', required: true }),
      authority: t.string({ required: true }),
      person: t.string(),
      document: t.string(),
    }),
  });
  const Input = b.inputRef<AnswerInput>('AnswerInput');
  const Field = b.inputRef<{ key: string; answer: AnswerInput }>('AnsweredFieldInput').implement({
    description: 'One field of a composite answer.',
    fields: (t) => ({ key: t.string({ required: true }), answer: t.field({ type: Input, required: true }) }),
  });
  const YesNo = b.inputType('YesNoInput', {
    description: 'Yes or no.',
    fields: (t) => ({ value: t.boolean({ required: true }) }),
  });
  const NumberInput = b.inputType('NumberInput', {
    description: 'A number, as typed; what cannot be read comes back as a hint.',
    fields: (t) => ({ number: t.string({ required: true }) }),
  });
  const Ratio = b.inputType('RatioInput', {
    description: 'A part of a whole, as typed.',
    fields: (t) => ({ numerator: t.string({ required: true }), denominator: t.string({ required: true }) }),
  });
  const Checklist = b.inputType('ChecklistInput', {
    description: 'Keys of the elements met.',
    fields: (t) => ({ met: t.stringList({ required: true }) }),
  });
  const Choice = b.inputType('ChoiceInput', {
    description: 'Key of the option.',
    fields: (t) => ({ option: t.string({ required: true }) }),
  });
  const Events = b.inputType('EventsInput', {
    description: 'Events of the year.',
    fields: (t) => ({ events: t.field({ type: [EventEntryInput], required: true }) }),
  });
  const Deliveries = b.inputType('DeliveriesInput', {
    description: 'Things due.',
    fields: (t) => ({ deliveries: t.field({ type: [DeliveryInput], required: true }) }),
  });
  const Periods = b.inputType('PeriodsInput', {
    description: 'Counts in the order of the year, as typed.',
    fields: (t) => ({ counts: t.stringList({ required: true }) }),
  });
  const Comparison = b.inputType('ComparisonInput', {
    description: 'This year and the year before, as typed.',
    fields: (t) => ({ current: t.string({ required: true }), previous: t.string() }),
  });
  const Sample = b.inputType('SampleInput', {
    description: 'Units drawn.',
    fields: (t) => ({ drawn: t.field({ type: [SampledUnitInput], required: true }) }),
  });
  const Assessor = b.inputType('AssessorInput', {
    description: 'Points with a reason.',
    fields: (t) => ({ points: t.string({ required: true }), reason: t.string({ required: true }) }),
  });
  const Findings = b.inputType('FindingsInput', {
    description: 'Findings of authorities.',
    fields: (t) => ({ findings: t.field({ type: [FindingEntryInput], required: true }) }),
  });
  const NotApplicable = b.inputType('NotApplicableInput', {
    description: 'Declares it as not applicable.',
    fields: (t) => ({ reason: t.string({ required: true }) }),
  });
  const Composite = b.inputType('CompositeInput', {
    description: 'Answers of several fields.',
    fields: (t) => ({ fields: t.field({ type: [Field], required: true }) }),
  });
  return Input.implement({
    description: 'An answer: exactly one kind.',
    isOneOf: true,
    fields: (t) => ({
      yesNo: t.field({ type: YesNo }),
      number: t.field({ type: NumberInput }),
      ratio: t.field({ type: Ratio }),
      checklist: t.field({ type: Checklist }),
      choice: t.field({ type: Choice }),
      events: t.field({ type: Events }),
      deliveries: t.field({ type: Deliveries }),
      periods: t.field({ type: Periods }),
      comparison: t.field({ type: Comparison }),
      sample: t.field({ type: Sample }),
      assessor: t.field({ type: Assessor }),
      composite: t.field({ type: Composite }),
      findings: t.field({ type: Findings }),
      notApplicable: t.field({ type: NotApplicable }),
    }),
  });
}
