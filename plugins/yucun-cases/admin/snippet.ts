/**
 * A found passage as pieces, so that what matched can be marked without running anything as markup.
 *
 * The server marks with <mark>…</mark>; every other sign stays text.
 */
export interface SnippetPiece {
  text: string;
  isMatch: boolean;
}

export function piecesOf(snippet: string): SnippetPiece[] {
  return snippet
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const inside = /^<mark>(.*?)<\/mark>$/s.exec(piece);
      return { text: inside?.[1] ?? piece, isMatch: inside !== null };
    });
}
