/** @cunzhi/plugin: what a plugin author imports. It holds no business word. */
export * from './builder.ts';
export * from './config.ts';
export * from './context.ts';
export * from './define.ts';
export * from './entity.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './facts.ts';
export * from './jobs.ts';
export * from './loader.ts';
export * from './log.ts';
export * from './page.ts';
export * from './registry.ts';
export * from './sensitive.ts';
export * from './tables.ts';
export * from './uses.ts';
