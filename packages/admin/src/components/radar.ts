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
  /** The spokes carry 1, 2, 3 …; their names did not fit. */
  readonly isNumbered: boolean;
}

const lineHeight = 1.3;
const mostLines = [1, 2, 3];
const largest = 150;
const enough = 80;
const smallest = 40;

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

/**
 * Finds the fewest lines for the words, and the largest web that leaves room for them in this width.
 * Where even folded words leave none, the spokes carry numbers, and the words belong in a list below.
 */
export function layoutOf(texts: readonly string[], width: number, fontSize: number): RadarLayout {
  const longest = Math.max(...texts.map(lengthOf), 1);
  const tries = mostLines.map((most) => texts.map((text) => fold(text, Math.ceil(longest / most))));
  const roomOf = (lines: readonly string[][]): number => width / 2 - widestOf(lines.flat(), fontSize) - fontSize / 2;
  const roomiest = [...tries].sort((one, other) => roomOf(other) - roomOf(one))[0] ?? [];
  const folded = tries.find((own) => roomOf(own) >= enough) ?? roomiest;
  const isNumbered = roomOf(folded) < smallest;
  const lines = isNumbered ? texts.map((_text, spoke) => [String(spoke + 1)]) : folded;
  const radius = round(Math.min(largest, roomOf(lines)));
  const labels = lines.map((own, spoke) => labelAt(spoke, lines.length, { lines: own, radius, fontSize }));
  const height = fontSize * lineHeight;
  const top = Math.min(...labels.map(({ y }) => y - height));
  const bottom = Math.max(...labels.map(({ y, lines: own }) => y + height * (own.length - 0.5)));
  const viewBox = `${round(-width / 2)} ${round(top)} ${round(width)} ${round(bottom - top)}`;
  return { radius, labels, viewBox, isNumbered };
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

/** Folds a text into lines of like length, none longer than this many signs; between words where there are any. */
function fold(text: string, most: number): string[] {
  const count = Math.ceil(lengthOf(text) / most);
  if (count < 2) return [text];
  const words = text.split(' ');
  const parts = words.length > 1 ? words.map((word, index) => (index ? ` ${word}` : word)) : [...text];
  const aim = lengthOf(text) / count;
  const lines: string[] = [''];
  for (const part of parts) {
    const line = lines[lines.length - 1] ?? '';
    if (line && lengthOf(line) >= aim - 0.01) lines.push(part.trim());
    else lines[lines.length - 1] = line + part;
  }
  return lines;
}

/** The length of a text in Chinese signs: a Latin one is a little more than half as wide. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 1 : 0.58), 0);
}

function widestOf(texts: readonly string[], fontSize: number): number {
  return Math.max(...texts.map(lengthOf), 0) * fontSize;
}

const round = (value: number): number => Math.round(value * 100) / 100;
