/**
 * The slots (插件位): rooms on the host's pages for guests from plugins, each with a version and the props it gives.
 *
 * Props are ids and place codes only, never data. A changed room is a new version beside the old one, for one host major.
 */

/** The rooms, with the props that each gives to its guests. */
export interface SlotMap {
  /** Cards on the home page. */
  'home.cadre.cards@1': Record<never, never>;
  /** Under the name of a village. */
  'village.detail.header@1': { villageCode: string };
  /** Beside the tabs of a village. */
  'village.detail.side@1': { villageCode: string };
  /** One tab for each guest. */
  'village.detail.tabs@1': { villageCode: string };
  /** Buttons at the head of a village. */
  'village.detail.actions@1': { villageCode: string };
  /** Beside the evidence of one indicator, where it is scored. */
  'indicator.detail.evidence@1': { assessmentId: string; villageCode: string; indicator: string };
  /** Under one indicator, where it is answered. */
  'indicator.detail.below@1': { assessmentId: string; villageCode: string; indicator: string };
  /** Beside the score of the indicator in hand; it gets the codes of the whole sheet, so that one query is enough. */
  'score.row.extra@1': {
    assessmentId: string;
    villageCode: string;
    indicator: string;
    indicators: readonly string[];
  };
  /** Under the days of a mediation case. */
  'case.detail.timeline@1': { caseId: string; placeCode: string };
  /** Beside a mediation case. */
  'case.detail.side@1': { caseId: string; placeCode: string };
  /** In the grid of a bureau's overview. */
  'overview.grid@1': { placeCode: string };
  /** At the foot of a printed form. */
  'print.form.footer@1': { formId: string; placeCode: string };
}
export type SlotName = keyof SlotMap;

// An object, so that the compiler misses a slot that is declared above and forgotten here.
const known: Record<SlotName, true> = {
  'home.cadre.cards@1': true,
  'village.detail.header@1': true,
  'village.detail.side@1': true,
  'village.detail.tabs@1': true,
  'village.detail.actions@1': true,
  'indicator.detail.evidence@1': true,
  'indicator.detail.below@1': true,
  'score.row.extra@1': true,
  'case.detail.timeline@1': true,
  'case.detail.side@1': true,
  'overview.grid@1': true,
  'print.form.footer@1': true,
};

/** The names of all slots, for the build's checks. */
export const slotNames: readonly string[] = Object.keys(known);
