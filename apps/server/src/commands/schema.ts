/** `cunzhi schema`: prints the GraphQL schema of the installed plugins, without a database. */
import type { Command } from 'commander';
import { buildSchema, orderPlugins, printSortedSchema, VERSION } from '@cunzhi/platform';
import { plugins } from '../../../../cunzhi.config.ts';

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('prints the GraphQL schema; `pnpm cunzhi schema > schema.graphql` renews the checked-in print')
    .action(() => {
      process.stdout.write(schemaText());
    });
}

/** The schema as it is checked in. */
export function schemaText(): string {
  return printSortedSchema(
    buildSchema({ plugins: orderPlugins(plugins), about: { version: VERSION, isDemonstration: false, plugins: [] } }),
  );
}
