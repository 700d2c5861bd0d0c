/** @cunzhi/platform: runs plugins. Rooms in order of dependence; each has one door. */
export * from './config/index.ts';
export * from './log/index.ts';
export * from './database/index.ts';
export * from './access/index.ts';
export * from './plugins/index.ts';
export * from './events/index.ts';
export * from './audit/index.ts';
export * from './sensitive/index.ts';
export * from './schema/index.ts';
export * from './jobs/index.ts';
export * from './host/index.ts';
export * from './files/index.ts';
export * from './sign-in/index.ts';
export * from './pipeline/index.ts';
export * from './http/index.ts';
