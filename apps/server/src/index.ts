/** What tests and tools use of the server app. */
export * from './compose.ts';
export * from './deployment.ts';
export { demonstrationAccounts, ensureDemonstrationAccounts } from './demo/accounts.ts';
export { schemaText } from './commands/schema.ts';
