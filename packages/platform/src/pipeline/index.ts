/** The pipeline room: from a request to an execution, whatever the transport. */
export * from './builds.ts';
export * from './documents.ts';
export * from './errors.ts';
export * from './limits.ts';
export * from './prepare.ts';
export * from './rates.ts';
export * from './refusals.ts';
