/** What the GraphQL files of this plugin share: the core's types, and an enum made from words of the plugin. */
import type { Builder, Used } from './builder.ts';
import { enumName } from './round.rule.ts';

export type CoreDoor = Used['core'];

/** An enum whose values are words of ours, shown in capitals: `notRated` is NOT_RATED. */
export function wordEnum<const Word extends string>(
  b: Builder,
  name: string,
  words: readonly Word[],
  description: string,
) {
  const values = Object.fromEntries(words.map((word) => [enumName(word), { value: word }])) as Record<
    string,
    { value: Word }
  >;
  return b.enumType(name, { description, values });
}
