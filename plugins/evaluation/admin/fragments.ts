/**
 * The parts that several documents share: the head of a standard and of an assessment, a response in brief and in full.
 *
 * A list asks the brief one only; 129 in full would be too much for a phone.
 */
import { graphql } from '@cunzhi/admin';
import { simpleForm, wholeAnswer } from './answer.fragments.ts';
import type { AssessmentHead, IndicatorScore, ResponseDetail, ResponseLine, StandardHead } from './evaluation.model.ts';

export const standardHead = graphql<StandardHead>(`
  fragment StandardHead on Standard {
    code
    edition
    name {
      zh
      en
    }
    isReconstructed
    notice {
      label
      zh
      en
    }
  }
`);

export const scoreDetail = graphql<IndicatorScore>(
  `
    fragment ScoreDetail on IndicatorScore {
      level
      version
      status
      points
      answer {
        ...WholeAnswer
      }
      reason
      methods
      by
      at
      trace {
        step
        text {
          zh
          en
        }
        points
      }
    }
  `,
  [wholeAnswer],
);

export const responseLine = graphql<ResponseLine>(`
  fragment ResponseLine on Response {
    __typename
    id
    version
    indicator {
      code
      name
      points
      isVeto
      class {
        code
      }
    }
    isAnswered
    evidenceMissing
    village {
      status
      points
    }
    township {
      status
      points
    }
  }
`);

export const responseDetail = graphql<ResponseDetail>(
  `
    fragment ResponseDetail on Response {
      __typename
      id
      version
      evidenceMissing
      updatedAt
      updatedBy
      answer {
        ...WholeAnswer
      }
      hints {
        code
        field
        message {
          zh
          en
        }
      }
      evidence {
        id
        kind
        title
        contentType
        size
        url
        createdAt
        by
      }
      village {
        ...ScoreDetail
      }
      township {
        ...ScoreDetail
      }
      county {
        ...ScoreDetail
      }
      city {
        ...ScoreDetail
      }
      prefill {
        fact
        answer {
          ...WholeAnswer
        }
        recordCount
        source
        asOf
        isComplete
      }
      indicator {
        code
        name
        how
        points
        isVeto
        isBonus
        notApplicable
        carriesOver
        provenance
        numbers
        class {
          code
          name {
            zh
            en
          }
          points
        }
        item {
          code
          name {
            zh
            en
          }
          points
        }
        rule {
          kind
          sentence {
            zh
            en
          }
        }
        check {
          methods
          all
        }
        evidence {
          what
          min
          photo
          why
        }
        sources {
          key
          title
          at
          grade
          url
          inForceFrom
        }
        answerForm {
          ...SimpleForm
          ... on CompositeForm {
            fields {
              key
              label
              form {
                ...SimpleForm
              }
            }
          }
        }
      }
    }
  `,
  [wholeAnswer, scoreDetail, simpleForm],
);

export const assessmentHead = graphql<AssessmentHead>(
  `
    fragment AssessmentHead on Assessment {
      __typename
      id
      state
      version
      possibleActions
      promisedBy
      signedBy
      cursor
      progress {
        total
        answered
        scored
        evidenceMissing
      }
      round {
        id
        year
        state
        version
        selfAssessmentUntil
        scoringUntil
        standard {
          ...StandardHead
          classes {
            code
            name {
              zh
              en
            }
            points
          }
        }
      }
    }
  `,
  [standardHead],
);
