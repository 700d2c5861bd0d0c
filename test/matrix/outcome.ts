/** What an answer says about each field: shown, hidden (asked and not given) or refused (the root said NOT_FOUND or no). */

export type Outcome = 'shown' | 'hidden' | 'refused';

interface Answer {
  readonly data?: { readonly root?: unknown } | null;
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions?: { readonly code?: string } }[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Codes with which a root is refused; any other error is a fault, and no outcome at all. */
const REFUSALS = new Set(['NOT_FOUND', 'BAD_PLACE', 'BAD_INPUT', 'LOOKING_ONLY']);

/** @throws Error for an answer with an error that is no refusal. */
export function refusalOf({ data, errors }: Answer, what: string): boolean {
  const codes = (errors ?? []).map(({ extensions }) => extensions?.code ?? 'none');
  const fault = codes.find((code) => !REFUSALS.has(code));
  if (fault !== undefined) throw new Error(`${what} ended in ${fault}: ${JSON.stringify(errors)}`);
  return codes.length > 0 && data?.root == null;
}

/** `Type.field` → whether any object of the answer has a value there. */
export function seenFields(answer: Answer): Map<string, boolean> {
  const seen = new Map<string, boolean>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (!isRecord(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const [type, field] = key.split('__');
      if (type && field) seen.set(`${type}.${field}`, (seen.get(`${type}.${field}`) ?? false) || inner !== null);
      walk(inner);
    }
  };
  walk(answer.data?.root);
  return seen;
}

export function isFound(answer: Answer, id: string): boolean {
  const root = answer.data?.root;
  const nodes = isRecord(root) && Array.isArray(root['nodes']) ? root['nodes'] : [];
  return nodes.some((node) => isRecord(node) && node['id'] === id);
}

/** Of a mutation: done, declined with a typed error (`hidden`), or refused. */
export function outcomeOfMutation(answer: Answer, what: string): Outcome {
  if (refusalOf(answer, what)) return 'refused';
  const root = answer.data?.root;
  return root === null || root === false || (isRecord(root) && 'code' in root) ? 'hidden' : 'shown';
}
