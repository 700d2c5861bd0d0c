/** What is about to be sent, read as a stored answer: to show it in the same sentences. */
import type { Answer, AnswerInput } from './answer.model.ts';

export function answerOfInput(input: AnswerInput): Answer {
  if ('yesNo' in input) return { __typename: 'YesNoAnswer', ...input.yesNo };
  if ('number' in input) return { __typename: 'NumberAnswer', ...input.number };
  if ('ratio' in input) return { __typename: 'RatioAnswer', ...input.ratio };
  if ('checklist' in input) return { __typename: 'ChecklistAnswer', ...input.checklist };
  if ('choice' in input) return { __typename: 'ChoiceAnswer', ...input.choice };
  if ('events' in input) return { __typename: 'EventsAnswer', ...input.events };
  if ('deliveries' in input) return { __typename: 'DeliveriesAnswer', ...input.deliveries };
  if ('periods' in input) return { __typename: 'PeriodsAnswer', ...input.periods };
  if ('comparison' in input) return { __typename: 'ComparisonAnswer', ...input.comparison };
  if ('sample' in input) return { __typename: 'SampleAnswer', ...input.sample };
  if ('assessor' in input) return { __typename: 'AssessorAnswer', ...input.assessor };
  if ('findings' in input) return { __typename: 'FindingsAnswer', ...input.findings };
  if ('notApplicable' in input) return { __typename: 'NotApplicableAnswer', ...input.notApplicable };
  const fields = input.composite.fields.map(({ key, answer }) => ({ key, answer: answerOfInput(answer) }));
  return { __typename: 'CompositeAnswer', fields };
}
