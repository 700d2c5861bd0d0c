/**
 * How a module uses `graphql` of @cunzhi/admin: called at its top level with a text as it stands, or in a way that only running
 * the page would show.
 */
import type { ESTree } from 'vite';

export interface Uses {
  /** Calls that make one document each, as soon as the module is imported. */
  readonly documents: number;
  /** It is called, given on or imported in another way. */
  readonly unseen: boolean;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isUrql = (source: unknown): boolean => typeof source === 'string' && source.startsWith('@urql/');

/** Reads a module as JavaScript; types are gone by then. `kit` is how it names the module that `graphql` comes from. */
export function readUses(program: ESTree.Program, kit: string): Uses {
  const { names, unseen } = readImports(program, kit);
  const uses = { documents: 0, unseen };
  if (names.size > 0)
    for (const statement of program.body) look(statement as unknown as Node, { names, uses, depth: 0 });
  return uses;
}

/** Under which names the module knows `graphql`. */
function readImports(program: ESTree.Program, kit: string): { names: ReadonlySet<string>; unseen: boolean } {
  const names = new Set<string>();
  let unseen = false;
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration')
      for (const one of statement.specifiers) {
        const imported = one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*';
        if (statement.source.value === kit && imported === 'graphql') names.add(one.local.name);
        // `gql` of urql makes documents past the kit.
        if (isUrql(statement.source.value) && imported === 'gql') unseen = true;
      }
    if (statement.type === 'ExportNamedDeclaration' && statement.source?.value === kit)
      unseen ||= statement.specifiers.some(({ local }) => nameOf(local) === 'graphql');
  }
  return { names, unseen };
}

const nameOf = (name: ESTree.ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name);

interface Looking {
  readonly names: ReadonlySet<string>;
  readonly uses: { documents: number; unseen: boolean };
  /** How many functions one is in. */
  readonly depth: number;
}

function look(node: Node, at: Looking): void {
  if (node.type === 'ImportDeclaration') return;
  if (node.type === 'CallExpression' && isOne(node['callee'], at.names)) {
    const [text, ...rest] = node['arguments'] as Node[];
    if (at.depth === 0 && isWholeText(text)) at.uses.documents += 1;
    else at.uses.unseen = true;
    for (const one of rest) look(one, at);
    return;
  }
  if (isOne(node, at.names)) at.uses.unseen = true;
  const depth = at.depth + (/Function/.test(node.type) ? 1 : 0);
  for (const [key, value] of Object.entries(node)) {
    // `{ graphql: … }` and `x.graphql` are names of something else.
    if ((key === 'key' || key === 'property') && node['computed'] !== true) continue;
    for (const child of [value].flat()) if (isNode(child)) look(child, { ...at, depth });
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const isOne = (value: unknown, names: ReadonlySet<string>): boolean =>
  isNode(value) && value.type === 'Identifier' && names.has(String(value['name']));

const isWholeText = (node: Node | undefined): boolean =>
  node?.type === 'Literal' || (node?.type === 'TemplateLiteral' && (node['expressions'] as unknown[]).length === 0);
