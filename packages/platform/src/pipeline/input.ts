/**
 * What is handed in with a document: variables, and the values written in it.
 *
 * One law: nothing is cut or changed silently, but for Unicode's one form (NFC); what cannot be stored or shown is refused by name.
 */
import { GraphQLError, valueFromASTUntyped, visit, type DocumentNode } from 'graphql';
import { BorderError } from '@cunzhi/plugin';
import type { LimitName, Most } from './limits.ts';

/** Either a limit that is broken, or the sentence for a value that cannot be taken. */
export type InputProblem = { readonly limit: LimitName } | { readonly error: GraphQLError };

/** The first problem of the variables and of the values in the document. */
export function checkInput(document: DocumentNode, variables: unknown, most: Most): InputProblem | undefined {
  let found = checkEach(variables, most);
  // Only now, when it is known not to be too deep to be written down.
  if (!found && variables && Buffer.byteLength(JSON.stringify(variables)) > most.variables)
    found = { limit: 'variables' };
  const look = (name: string, value: () => unknown) => void (found ??= checkEach({ [name]: value() }, most));
  visit(document, {
    Argument: ({ name, value }) => look(name.value, () => valueFromASTUntyped(value)),
    VariableDefinition: ({ variable, defaultValue }) =>
      defaultValue && look(variable.name.value, () => valueFromASTUntyped(defaultValue)),
  });
  return found;
}

/** The same values, every text in NFC: two ways to write one name are one name. */
export function inOneForm<T>(value: T): T {
  if (typeof value === 'string') return value.normalize('NFC') as T;
  if (Array.isArray(value)) return value.map(inOneForm) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inOneForm(one)])) as T;
}

const checkEach = (given: unknown, most: Most): InputProblem | undefined => {
  for (const [name, value] of Object.entries(given ?? {})) {
    const found = check(value, { path: name, name, depth: 1 }, most);
    if (found) return found;
  }
  return undefined;
};

interface Where {
  readonly path: string;
  /** Of the nearest field; items of a list have that of the list. */
  readonly name: string;
  readonly depth: number;
}

function check(value: unknown, { path, name, depth }: Where, most: Most): InputProblem | undefined {
  if (typeof value === 'string') {
    if (value.length > most.inputText) return { limit: 'inputText' };
    return checkText(value, path, name);
  }
  if (typeof value === 'number')
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : bad(path, 'number');
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > most.inputDepth) return { limit: 'inputDepth' };
  if (Array.isArray(value) && value.length > most.inputList) return { limit: 'inputList' };
  for (const [key, one] of Object.entries(value)) {
    const isItem = Array.isArray(value);
    const below = { path: isItem ? `${path}[${key}]` : `${path}.${key}`, name: isItem ? name : key, depth: depth + 1 };
    const found = check(one, below, most);
    if (found) return found;
  }
  return undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
/** They turn the order of what is read, so that one name looks like another. */
const DIRECTION_MARK = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const IS_NAME = /(name|title)$/i;

function checkText(value: string, path: string, name: string): InputProblem | undefined {
  if (value.includes('\0')) return bad(path, 'NUL');
  if (LONE_SURROGATE.test(value)) return bad(path, 'surrogate');
  if (IS_NAME.test(name) && DIRECTION_MARK.test(value)) return bad(path, 'direction');
  return undefined;
}

const SENTENCES = {
  number: {
    zh: '这个数字太大了，没有保存。请检查一下再填。',
    en: 'This number is too large; nothing was saved. Please check it.',
  },
  NUL: {
    zh: '文字里有一个不能保存的字符，什么都没有保存。请把这一段重新打一遍，不要粘贴。',
    en: 'The text holds a character that cannot be stored; nothing was saved. Please type this part instead of pasting it.',
  },
  surrogate: {
    zh: '文字里有半个字符，什么都没有保存。请把最后粘贴的内容删掉，重新打一遍。',
    en: 'The text holds half a character; nothing was saved. Please remove what was pasted last and type it.',
  },
  direction: {
    zh: '名称里有看不见的方向符号，什么都没有保存。请把名称重新打一遍，不要粘贴。',
    en: 'The name holds an invisible direction mark; nothing was saved. Please type the name instead of pasting it.',
  },
};

function bad(path: string, what: keyof typeof SENTENCES): InputProblem {
  const originalError = new BorderError('BAD_INPUT', SENTENCES[what], path || undefined);
  return { error: new GraphQLError(originalError.message, { originalError }) };
}
