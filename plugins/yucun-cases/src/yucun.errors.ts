/** The failure that clients of the archive handle: this act is not due, or not theirs to do. */
import { UserError } from '@cunzhi/plugin';
import type { YucunAct, YucunState } from './step.rule.ts';

const STANDS = {
  draft: { zh: '还是草稿', en: 'is still a draft' },
  submitted: { zh: '在等司法所审看', en: 'waits for the township justice office' },
  townshipReviewed: { zh: '在等县司法局审看', en: 'waits for the county bureau' },
  countyReviewed: { zh: '在等市司法局发布', en: 'waits for the city bureau to publish it' },
  published: { zh: '已经发布', en: 'is published' },
  withdrawn: { zh: '已经撤下', en: 'was withdrawn' },
  returned: { zh: '已退回修改', en: 'was returned to be changed' },
} as const satisfies Record<YucunState, { zh: string; en: string }>;

/** The case is not where this act belongs, or the act is another office's. Nothing was changed. */
export class YucunActionRefusedError extends UserError {
  readonly state: YucunState;
  readonly possible: readonly YucunAct[];

  constructor(state: YucunState, possible: readonly YucunAct[]) {
    super('YUCUN_ACTION_REFUSED', {
      zh: `这个案例${STANDS[state].zh}，现在不能这样做；什么都没有改动。请看一下它现在到了哪一步。`,
      en: `This case ${STANDS[state].en}, so this cannot be done now; nothing was changed. Please look at the step it is at.`,
    });
    this.state = state;
    this.possible = possible;
  }
}
