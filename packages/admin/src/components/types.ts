/** The shapes that the components take. Texts may be written out or be message keys; a key that exists is translated. */

/** A card to choose. */
export interface CardChoice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** One line of an error summary; `field` is the id of the input it leads to. */
export interface ErrorItem {
  readonly field?: string;
  readonly text: string;
}

/** A column of a table; `value` gives the text of a cell that has no slot of its own. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly value?: (row: Row) => string | number | null | undefined;
  /** Can the table be sorted by it? Sorting itself is the page's work. */
  readonly sort?: boolean;
  readonly align?: 'start' | 'end';
  /** The cell that names its row. */
  readonly head?: boolean;
  readonly width?: string;
}

/** An axis of a radar with its full mark. */
export interface RadarAxis {
  readonly label: string;
  readonly full: number | string;
}

/** A figure in a radar: one value for each axis; null where nothing is known. */
export interface RadarSeries {
  readonly label: string;
  readonly values: readonly (number | string | null | undefined)[];
}

/** A step of a calculation, as the server tells it. */
export interface TraceLine {
  readonly step: string;
  readonly text: { readonly zh: string; readonly en: string };
  readonly points?: string | null;
}

export type TagKind = 'done' | 'warn' | 'danger' | 'info' | 'muted' | 'primary';
export type SaveWord = 'saved' | 'saving' | 'waiting' | 'attention';
