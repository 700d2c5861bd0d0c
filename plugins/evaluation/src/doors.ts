/** What the GraphQL files of this plugin share: the core's types, and an enum made from words of the plugin. */
import type { core } from '@cunzhi/core';
import type { Plugin, PluginBuilder } from '@cunzhi/plugin';
import { enumName } from './round.rule.ts';

export type CoreDoor = typeof core extends Plugin<infer Door> ? Door : never;

/** An enum whose values are words of ours, shown in capitals: `notRated` is NOT_RATED. */
export function wordEnum<const Word extends string>(
  b: PluginBuilder,
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
