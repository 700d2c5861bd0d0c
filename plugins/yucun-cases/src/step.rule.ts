/**
 * The way of a case: draft → submitted → township reviewed → county reviewed → published, or returned to be a draft again.
 *
 * Each step belongs to one office, and no office does the step of another: four different people see a case before it is out.
 */
export const STATES = [
  'draft',
  'submitted',
  'townshipReviewed',
  'countyReviewed',
  'published',
  'returned',
  'withdrawn',
] as const;
export type YucunState = (typeof STATES)[number];
export type YucunAct = 'edit' | 'submit' | 'approve' | 'publish' | 'return';
export type Office = 'writer' | 'chair' | 'township' | 'county' | 'city';

interface Step {
  readonly act: YucunAct;
  readonly from: YucunState;
  readonly to: YucunState;
  readonly office: Office;
}

const STEPS: readonly Step[] = [
  { act: 'edit', from: 'draft', to: 'draft', office: 'writer' },
  { act: 'edit', from: 'returned', to: 'draft', office: 'writer' },
  // A new version of what stands published: that one stays as it is until the new one has gone the whole way.
  { act: 'edit', from: 'published', to: 'draft', office: 'writer' },
  { act: 'submit', from: 'draft', to: 'submitted', office: 'chair' },
  { act: 'submit', from: 'returned', to: 'submitted', office: 'chair' },
  { act: 'approve', from: 'submitted', to: 'townshipReviewed', office: 'township' },
  { act: 'return', from: 'submitted', to: 'returned', office: 'township' },
  { act: 'approve', from: 'townshipReviewed', to: 'countyReviewed', office: 'county' },
  { act: 'return', from: 'townshipReviewed', to: 'returned', office: 'county' },
  { act: 'publish', from: 'countyReviewed', to: 'published', office: 'city' },
  { act: 'return', from: 'countyReviewed', to: 'returned', office: 'city' },
];

/** The permissions of this plugin, by the act that needs one of them. */
export const PERMISSIONS = {
  edit: ['yucun-cases.case.write'],
  submit: ['yucun-cases.case.submit'],
  approve: ['yucun-cases.case.review'],
  publish: ['yucun-cases.case.publish'],
  return: ['yucun-cases.case.review', 'yucun-cases.case.publish'],
} as const satisfies Record<YucunAct, readonly string[]>;

/** The state that an act leads to; undefined when it is not this office's turn. */
export function nextState(act: YucunAct, from: YucunState, offices: readonly Office[]): YucunState | undefined {
  return STEPS.find((step) => step.act === act && step.from === from && offices.includes(step.office))?.to;
}

/** What these offices can do with a case in this state. */
export function possibleActs(from: YucunState, offices: readonly Office[]): YucunAct[] {
  return STEPS.filter((step) => step.from === from && offices.includes(step.office)).map(({ act }) => act);
}

const TOWNSHIP_DIGITS = 9;

/**
 * The offices that somebody holds at a village, from permissions and the prefixes they reach.
 *
 * Reviewing is one permission with two levels: whoever holds it for a township reviews for the township, whoever holds it for
 * a county or more reviews for the county. The platform itself, which reaches everything, holds every office.
 */
export function officesOf(reach: ReadonlyMap<string, readonly string[]>, placeCode: string): Office[] {
  const held = (act: keyof typeof PERMISSIONS) =>
    PERMISSIONS[act]
      .flatMap((permission) => reach.get(permission) ?? [])
      .filter((prefix) => placeCode.startsWith(prefix));
  const reviewed = held('approve');
  const offices: [Office, boolean][] = [
    ['writer', held('edit').length > 0],
    ['chair', held('submit').length > 0],
    ['township', reviewed.some((prefix) => prefix === '' || prefix.length >= TOWNSHIP_DIGITS)],
    ['county', reviewed.some((prefix) => prefix.length < TOWNSHIP_DIGITS)],
    ['city', held('publish').length > 0],
  ];
  return offices.filter(([, isHeld]) => isHeld).map(([office]) => office);
}
