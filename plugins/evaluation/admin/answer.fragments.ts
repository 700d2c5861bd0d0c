/**
 * Forms and answers of all kinds, as the documents ask for them.
 *
 * `SampleForm.least` is asked under another name: it is a whole number there and a decimal elsewhere.
 */
import { graphql } from '@cunzhi/admin';
import type { Answer, AnswerForm } from './answers/answer.model.ts';

export const simpleForm = graphql<AnswerForm>(`
  fragment SimpleForm on AnswerForm {
    __typename
    ... on NumberForm {
      unit
      least
      most
      decimals
    }
    ... on RatioForm {
      numerator
      denominator
      leastDenominator
      mayBeEmpty
      mayExceed
    }
    ... on ChecklistForm {
      elements {
        key
        label
      }
    }
    ... on ChoiceForm {
      options {
        key
        label
      }
    }
    ... on EventsForm {
      kinds {
        key
        label
        from
        to
        step
      }
    }
    ... on DeliveriesForm {
      what
    }
    ... on PeriodsForm {
      every
      unit
      least
      count
    }
    ... on ComparisonForm {
      unit
    }
    ... on SampleForm {
      units
      sampleLeast: least
    }
    ... on AssessorForm {
      guide
      from
      to
      step
    }
    ... on FindingsForm {
      kinds {
        key
        label
      }
    }
  }
`);

export const simpleAnswer = graphql<Answer>(`
  fragment SimpleAnswer on Answer {
    __typename
    ... on YesNoAnswer {
      value
    }
    ... on NumberAnswer {
      number
    }
    ... on RatioAnswer {
      numerator
      denominator
    }
    ... on ChecklistAnswer {
      met
    }
    ... on ChoiceAnswer {
      option
    }
    ... on EventsAnswer {
      events {
        kind
        date
        points
        reason
        person
        record
      }
    }
    ... on DeliveriesAnswer {
      deliveries {
        due
        done
      }
    }
    ... on PeriodsAnswer {
      counts
    }
    ... on ComparisonAnswer {
      current
      previous
    }
    ... on SampleAnswer {
      drawn {
        unit
        passed
      }
    }
    ... on AssessorAnswer {
      points
      reason
    }
    ... on FindingsAnswer {
      findings {
        kind
        date
        authority
        person
        document
      }
    }
    ... on NotApplicableAnswer {
      reason
    }
  }
`);

export const wholeAnswer = graphql<Answer>(
  `
    fragment WholeAnswer on Answer {
      ...SimpleAnswer
      ... on CompositeAnswer {
        fields {
          key
          answer {
            ...SimpleAnswer
          }
        }
      }
    }
  `,
  [simpleAnswer],
);
