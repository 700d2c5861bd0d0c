/** How heavy a third-party plugin may be: its entry, which everybody signed in fetches, and each chunk, which somebody waits for. */
import type { InstalledPlugin } from './plugin.ts';

/** A chunk of the finished build. */
export interface BuiltChunk {
  readonly file: string;
  /** The module that the chunk stands for, if it stands for one. */
  readonly module: string | null;
  readonly isEntry: boolean;
  /** The files it fetches, at once or later. */
  readonly imports: readonly string[];
  readonly gzipBytes: number;
}

const entryBytes = 6_000;
const chunkBytes = 40_000;

/** The problems of one plugin: only chunks that come with it alone are counted. */
export function checkSizes(
  { id, entry, isBundled }: InstalledPlugin,
  chunks: readonly BuiltChunk[],
): readonly string[] {
  const start = chunks.find(({ module }) => module === entry);
  if (isBundled || !start) return [];
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const others = reachable(
    byFile,
    chunks.filter(({ isEntry }) => isEntry),
    start.file,
  );
  const own = reachable(byFile, [start]);
  return [...own].filter((chunk) => !others.has(chunk)).flatMap((chunk) => problemOf(id, chunk, chunk === start));
}

function reachable(
  byFile: ReadonlyMap<string, BuiltChunk>,
  from: readonly BuiltChunk[],
  without?: string,
): ReadonlySet<BuiltChunk> {
  const seen = new Set<BuiltChunk>();
  const visit = (chunk: BuiltChunk | undefined): void => {
    if (!chunk || chunk.file === without || seen.has(chunk)) return;
    seen.add(chunk);
    for (const next of chunk.imports) visit(byFile.get(next));
  };
  from.forEach(visit);
  return seen;
}

function problemOf(id: string, { file, gzipBytes }: BuiltChunk, isEntry: boolean): readonly string[] {
  const size = `${(gzipBytes / 1000).toFixed(1)} kB`;
  if (isEntry && gzipBytes > entryBytes) {
    return [
      `${id}: its admin entry is ${size} gzipped, above ${entryBytes / 1000} kB. Leave data only in it: everything drawn belongs behind \`load: () => import(…)\`.`,
    ];
  }
  if (gzipBytes > chunkBytes) {
    return [
      `${id}: its chunk ${file} is ${size} gzipped, above ${chunkBytes / 1000} kB. Split it with \`import(…)\`, or use a smaller library.`,
    ];
  }
  return [];
}
