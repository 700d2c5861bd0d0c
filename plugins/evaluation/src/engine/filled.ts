/**
 * A form together with its right answer, so that a rule can read both without asking again.
 *
 * Only answers that `validateAnswer` found right are paired; that check stands beside these types.
 */
import type {
  AnswerNumber,
  AssessorAnswer,
  ChecklistAnswer,
  ChoiceAnswer,
  ComparisonAnswer,
  DeliveriesAnswer,
  EventsAnswer,
  NumberAnswer,
  PeriodsAnswer,
  RatioAnswer,
  SampleAnswer,
  YesNoAnswer,
} from './answer.ts';
import { decimalOf, exact } from './exact.ts';
import type { Exact } from './exact.ts';
import type {
  AssessorForm,
  ChecklistForm,
  ChoiceForm,
  ComparisonForm,
  DeliveriesForm,
  EventsForm,
  FieldForm,
  NumberForm,
  PeriodsForm,
  RatioForm,
  SampleForm,
  YesNoForm,
} from './rule.ts';

export type FilledChecklist = { kind: 'checklist'; form: ChecklistForm; answer: ChecklistAnswer };
export type FilledEvents = { kind: 'events'; form: EventsForm; answer: EventsAnswer };
export type FilledDeliveries = { kind: 'deliveries'; form: DeliveriesForm; answer: DeliveriesAnswer };

export type Filled =
  | FilledChecklist
  | FilledEvents
  | FilledDeliveries
  | { kind: 'yesNo'; form: YesNoForm; answer: YesNoAnswer }
  | { kind: 'number'; form: NumberForm; answer: NumberAnswer }
  | { kind: 'ratio'; form: RatioForm; answer: RatioAnswer }
  | { kind: 'choice'; form: ChoiceForm; answer: ChoiceAnswer }
  | { kind: 'periods'; form: PeriodsForm; answer: PeriodsAnswer }
  | { kind: 'comparison'; form: ComparisonForm; answer: ComparisonAnswer }
  | { kind: 'sample'; form: SampleForm; answer: SampleAnswer }
  | { kind: 'assessor'; form: AssessorForm; answer: AssessorAnswer };

/** Pairs a form with an answer that has been validated against it. */
export function fill(form: FieldForm, answer: unknown): Filled {
  switch (form.kind) {
    case 'yesNo':
      return { kind: form.kind, form, answer: answer as YesNoAnswer };
    case 'number':
      return { kind: form.kind, form, answer: answer as NumberAnswer };
    case 'ratio':
      return { kind: form.kind, form, answer: answer as RatioAnswer };
    case 'checklist':
      return { kind: form.kind, form, answer: answer as ChecklistAnswer };
    case 'choice':
      return { kind: form.kind, form, answer: answer as ChoiceAnswer };
    case 'events':
      return { kind: form.kind, form, answer: answer as EventsAnswer };
    case 'deliveries':
      return { kind: form.kind, form, answer: answer as DeliveriesAnswer };
    case 'periods':
      return { kind: form.kind, form, answer: answer as PeriodsAnswer };
    case 'comparison':
      return { kind: form.kind, form, answer: answer as ComparisonAnswer };
    case 'sample':
      return { kind: form.kind, form, answer: answer as SampleAnswer };
    case 'assessor':
      return { kind: form.kind, form, answer: answer as AssessorAnswer };
  }
}

/** The exact number of a validated answer. */
export function numberOf(value: AnswerNumber): Exact {
  return exact(textOf(value));
}

/** The text of a validated number, or of a member's value in a group (`70/9`). */
export function textOf(value: AnswerNumber): string {
  return decimalOf(value) ?? String(value);
}
