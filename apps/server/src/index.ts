/** What tests and tools use of the server app. */
export * from './compose.ts';
export { demonstrationAccounts, ensureDemonstrationAccounts } from './demo/accounts.ts';
export { schemaText } from './commands/schema.ts';
export { plugins, standards } from '../../../cunzhi.config.ts';
