/**
 * A found passage as pieces, so that what matched can be marked without running anything as markup.
 *
 * The server marks with 【…】; every other sign stays text.
 */
export interface SnippetPiece {
  text: string;
  isMatch: boolean;
}

export function piecesOf(snippet: string): SnippetPiece[] {
  return snippet
    .split(/(【[^】]*】)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const inside = /^【([^】]*)】$/.exec(piece);
      return { text: inside?.[1] ?? piece, isMatch: inside !== null };
    });
}
