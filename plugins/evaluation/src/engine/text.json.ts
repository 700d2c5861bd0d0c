/**
 * JSON text, read quickly and with its numbers as they were written.
 *
 * A city's answers are ten million characters: as YAML they take half a minute, as JSON half a second.
 */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The value with numbers as text, and as JSON means it; null for what YAML has to read, or to refuse. */
export function readJson(text: string): { value: unknown; plain: unknown } | null {
  if (!/^\s*[[{]/.test(text)) return null;
  let keys = 0;
  let isPlain = true;
  const quoted = text.replace(TOKENS, (token: string, colon: string | undefined) => {
    if (colon !== undefined) keys += 1;
    if (token.startsWith('"')) return token;
    // 1e3 is told with its place by the YAML reader.
    if (/[eE]/.test(token)) isPlain = false;
    return `"${token}"`;
  });
  if (!isPlain) return null;
  const value = parsed(quoted);
  const plain = parsed(text);
  // A key that stands twice is lost in silence here; the YAML reader refuses it.
  return value === null || plain === null || keysIn(value) !== keys ? null : { value, plain };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members: unknown[] = Object.values(value);
  const inside = members.reduce<number>((sum, member) => sum + keysIn(member), 0);
  return Array.isArray(value) ? inside : inside + members.length;
}
