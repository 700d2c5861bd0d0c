/**
 * The words of the table in both languages: acts, states, guards with their cure.
 *
 * A sentence says what is wrong, what is safe and what to do; it never names a person.
 */
import type { LocalText } from '@cunzhi/plugin';
import type { Act, Guard, Procedure } from './case.transitions.ts';

export const PROCEDURE_TEXTS: Readonly<Record<Procedure, LocalText>> = {
  REGISTERED: { zh: '已登记', en: 'registered' },
  ACCEPTED: { zh: '已受理', en: 'accepted' },
  IN_MEDIATION: { zh: '调解中', en: 'in mediation' },
  AGREED: { zh: '达成协议', en: 'agreed' },
  TERMINATED: { zh: '已终止', en: 'ended without agreement' },
};

export const ACT_TEXTS: Readonly<Record<Act, LocalText>> = {
  registerCase: { zh: '登记纠纷', en: 'register the dispute' },
  acceptCase: { zh: '受理', en: 'accept the case' },
  startMediation: { zh: '开始调解', en: 'start the mediation' },
  recordOralAgreement: { zh: '记录口头协议', en: 'record an oral agreement' },
  terminateCase: { zh: '终止调解', en: 'end the mediation' },
};

export interface GuardText {
  readonly message: LocalText;
  readonly cure: LocalText;
}

export const GUARD_TEXTS: Readonly<Record<Guard, GuardText>> = {
  OUT_OF_SCOPE: {
    message: {
      zh: '这类纠纷不由人民调解委员会受理。',
      en: 'Disputes of this kind are not taken by a mediation committee.',
    },
    cure: {
      zh: '请告诉当事人去行政争议调处中心。登记的内容都还在。',
      en: 'Point the parties to the centre for disputes with authorities. What was registered is kept.',
    },
  },
  ORAL_NOT_ALLOWED: {
    message: {
      zh: '这类纠纷不能只达成口头协议。',
      en: 'A dispute of this kind cannot end with an oral agreement alone.',
    },
    cure: {
      zh: '请写成书面协议，由双方签名。案件仍在调解中，内容没有变。',
      en: 'Write the agreement down and have both sides sign it. The case stays in mediation, unchanged.',
    },
  },
  ALTERNATIVES_NOT_TOLD: {
    message: {
      zh: '还没有告知当事人可以走的其他途径。',
      en: 'The parties have not been told yet of the other ways that are open to them.',
    },
    cure: {
      zh: '请告知仲裁、行政、司法等途径，再勾选“已告知”。',
      en: 'Tell them of arbitration, administration and the courts, then tick that it was done.',
    },
  },
};

/** Why an act does not fit the state, with what does. */
export function wrongStateText(act: Act, from: Procedure, possible: readonly Act[]): LocalText {
  const list = (locale: keyof LocalText, comma: string) => possible.map((one) => ACT_TEXTS[one][locale]).join(comma);
  return {
    zh:
      `这件纠纷现在是“${PROCEDURE_TEXTS[from].zh}”，不能${ACT_TEXTS[act].zh}。什么都没有改。` +
      (possible.length > 0 ? `现在可以：${list('zh', '、')}。` : '它已经办完，不用再做什么。'),
    en:
      `This case is ${PROCEDURE_TEXTS[from].en}; you cannot ${ACT_TEXTS[act].en} now. Nothing was changed. ` +
      (possible.length > 0 ? `What you can do: ${list('en', ', ')}.` : 'It is finished; nothing more is needed.'),
  };
}

/** Why somebody else has to do it. */
export function notPermittedText(act: Act): LocalText {
  return {
    zh: `“${ACT_TEXTS[act].zh}”要由办理这件纠纷的人来做。什么都没有改。请找办理人，或者请调委会安排。`,
    en: `Only whoever handles this case can ${ACT_TEXTS[act].en}. Nothing was changed. Ask them, or your committee.`,
  };
}
