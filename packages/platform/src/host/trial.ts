/**
 * The trial build: all plugins at once; only when that fails one after the other, setting aside whoever breaks it.
 */
import type { GraphQLSchema } from 'graphql';
import type { Plugin } from '@cunzhi/plugin';
import { SchemaBuildError } from '../schema/index.ts';
import { withoutWaiting } from './check.ts';
import { messageOf, quarantined, type Problem } from './problem.ts';

export type Build = (plugins: readonly Plugin[]) => GraphQLSchema;

export interface Trial {
  readonly schema: GraphQLSchema;
  readonly running: readonly Plugin[];
}

/** @throws whatever `build` throws when there is nobody left to blame. */
export function trialBuild(plugins: readonly Plugin[], setAside: Map<string, Problem>, build: Build): Trial {
  const candidates = withoutWaiting(plugins, setAside);
  try {
    return { schema: build(candidates), running: candidates };
  } catch {
    // Who it was is found out below.
  }
  let running: readonly Plugin[] = [];
  let schema = build(running);
  for (const plugin of candidates) {
    if (withoutWaiting([plugin], setAside).length === 0) continue;
    try {
      schema = build([...running, plugin]);
      running = [...running, plugin];
    } catch (error) {
      setAside.set(plugin.id, breaksBuild(plugin.id, error));
    }
  }
  return { schema, running };
}

function breaksBuild(id: string, error: unknown): Problem {
  const all = error instanceof SchemaBuildError ? error.found : [];
  const own = all.filter(({ plugin }) => plugin === id);
  const sentences = (own.length > 0 ? own : all).map(({ problem }) => problem);
  const why = sentences.length > 0 ? sentences.join(' ') : `${messageOf(error)}.`;
  return quarantined(
    [`${id} 的 GraphQL 定义有问题：${why}`, `The GraphQL of ${id} cannot be taken: ${why}`],
    ['改正或更新这个插件，再重启；别的插件照常运行。', 'Mend or update the plugin and start again; the others run as before.'],
  ); // prettier-ignore
}
