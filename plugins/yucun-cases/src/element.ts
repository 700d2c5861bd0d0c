/** The eight elements of the Yucun experience (余村经验八要素), in the order in which they are named. */
export const ELEMENTS = {
  partyLeads: '支部带村',
  economyGrows: '发展强村',
  peopleDecide: '民主管村',
  lawGoverns: '依法治村',
  virtueNurtures: '道德润村',
  ecologyBeautifies: '生态美村',
  peaceGuards: '平安护村',
  integrityKeeps: '清廉正村',
} as const;

export type YucunElement = keyof typeof ELEMENTS;

/** The same elements, each once, in their own order. */
export const inOrder = (elements: readonly YucunElement[]): YucunElement[] =>
  (Object.keys(ELEMENTS) as YucunElement[]).filter((element) => elements.includes(element));
