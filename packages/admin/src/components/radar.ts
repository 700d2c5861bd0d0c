/**
 * The geometry of Radar: 3 to 10 spokes that begin at twelve o'clock and go clockwise.
 *
 * The web gives way to the words: they keep the size of the page's text at every width.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A label at the end of a spoke, in one or two lines. */
export interface RadarLabel extends Point {
  readonly lines: readonly string[];
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface RadarLayout {
  readonly radius: number;
  readonly labels: readonly RadarLabel[];
  readonly viewBox: string;
}

const lineHeight = 1.3;
const largest = 150;
const smallest = 60;

/** The point at a share (0–1) of the radius on one spoke. */
export function pointOn(spoke: number, spokes: number, share: number, radius: number): Point {
  const angle = (spoke / spokes) * 2 * Math.PI - Math.PI / 2;
  const length = Math.max(0, Math.min(1, share)) * radius;
  return { x: round(length * Math.cos(angle)), y: round(length * Math.sin(angle)) };
}

/** The points of a figure as SVG wants them; an unknown value sits in the middle. */
export function outline(shares: readonly (number | null)[], radius: number): string {
  const points = shares.map((share, spoke) => pointOn(spoke, shares.length, share ?? 0, radius));
  return points.map(({ x, y }) => `${x},${y}`).join(' ');
}

/** A value as a share of its full mark; null when either is unknown. */
export function shareOf(value: number | string | null | undefined, full: number | string): number | null {
  if (value === null || value === undefined || value === '') return null;
  const share = Number(value) / Number(full);
  return Number.isFinite(share) ? share : null;
}

/** Finds the largest web that leaves room for its words in this width. */
export function layoutOf(texts: readonly string[], width: number, fontSize: number): RadarLayout {
  const isNarrow = width < 2 * (largest * 0.6 + widestOf(texts, fontSize));
  const lines = texts.map((text) => (isNarrow ? halve(text) : [text]));
  const room = width / 2 - widestOf(lines.flat(), fontSize) - fontSize / 2;
  const radius = round(Math.max(smallest, Math.min(largest, room)));
  const labels = lines.map((own, spoke) => labelAt(spoke, lines.length, { lines: own, radius, fontSize }));
  const height = fontSize * lineHeight;
  const top = Math.min(...labels.map(({ y }) => y - height));
  const bottom = Math.max(...labels.map(({ y, lines: own }) => y + height * (own.length - 0.5)));
  return { radius, labels, viewBox: `${round(-width / 2)} ${round(top)} ${round(width)} ${round(bottom - top)}` };
}

function labelAt(
  spoke: number,
  spokes: number,
  { lines, radius, fontSize }: { lines: readonly string[]; radius: number; fontSize: number },
): RadarLabel {
  const { x, y } = pointOn(spoke, spokes, 1, radius + fontSize / 2);
  const extra = (lines.length - 1) * fontSize * lineHeight;
  const isMiddle = Math.abs(x) < radius * 0.15;
  if (isMiddle) return { lines, x, y: round(y < 0 ? y - extra : y + fontSize), anchor: 'middle' };
  return { lines, x, y: round(y + fontSize * 0.35 - extra / 2), anchor: x > 0 ? 'start' : 'end' };
}

/** Two lines of like length, at a space where there is one. */
function halve(text: string): string[] {
  if (text.length < 4) return [text];
  const words = text.split(' ');
  const at =
    words.length > 1 ? words.slice(0, Math.ceil(words.length / 2)).join(' ').length : Math.ceil(text.length / 2);
  return [text.slice(0, at), text.slice(at).trim()];
}

/** The width of the widest text: a Chinese character is as wide as it is high, a Latin one about half. */
function widestOf(texts: readonly string[], fontSize: number): number {
  const widths = texts.map((text) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 1 : 0.58), 0));
  return Math.max(...widths, 0) * fontSize;
}

const round = (value: number): number => Math.round(value * 100) / 100;
