/** Failures of the evaluation that a client handles: what is wrong, what is safe, what to do. */
import { UserError, type FieldProblem, type LocalText } from '@cunzhi/plugin';

/** The action does not belong to the state. Nothing was written. */
export class ActionNotAllowedError extends UserError {
  readonly state: string;
  readonly action: string;
  readonly possible: readonly string[];

  constructor({ state, action, possible }: { state: string; action: string; possible: readonly string[] }) {
    const next = { zh: possible.join('、') || '没有', en: possible.join(', ') || 'nothing' };
    super('ACTION_NOT_ALLOWED', {
      zh: `现在是 ${state} 状态，不能做 ${action}，什么都没有改动。现在能做的：${next.zh}。`,
      en: `In the state ${state} ${action} is not possible; nothing was changed. Possible now: ${next.en}.`,
    });
    this.state = state;
    this.action = action;
    this.possible = possible;
  }
}

export interface AssessmentGap {
  /** Null when the gap is of the assessment as a whole. */
  readonly indicator: string | null;
  readonly code: string;
  readonly text: LocalText;
}

/** The assessment cannot go on yet; every gap is named at once. Nothing was written. */
export class AssessmentIncompleteError extends UserError {
  readonly gaps: readonly AssessmentGap[];

  constructor(gaps: readonly AssessmentGap[]) {
    super('ASSESSMENT_INCOMPLETE', {
      zh: `还有 ${gaps.length} 处没有齐，填过的都在。请按下面的清单逐条补齐后再来。`,
      en: `${gaps.length} things are still missing; all that was entered is safe. Work through the list and come back.`,
    });
    this.gaps = gaps;
  }
}

/** The score cannot be taken; every problem is named at once. Nothing was written. */
export class ScoreRefusedError extends UserError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    const all = (locale: keyof LocalText) => fields.map((field) => field.text[locale]).join(' ');
    super('SCORE_REFUSED', {
      zh: `这一条的评分还要改一下，什么都没有保存。${all('zh')}`,
      en: `This score needs mending; nothing was saved. ${all('en')}`,
    });
    this.fields = fields;
  }
}
