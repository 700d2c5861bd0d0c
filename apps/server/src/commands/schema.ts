/** `cunzhi schema`: prints the GraphQL schema of the installed plugins, without a database. */
import type { Command } from 'commander';
import { buildSchema, orderPlugins, printSortedSchema, VERSION } from '@cunzhi/platform';
import type { AnyPlugin } from '@cunzhi/plugin';
import type { FindDeployment } from '../deployment.ts';

export function addSchemaCommand(program: Command, findDeployment: FindDeployment): void {
  program
    .command('schema')
    .description('prints the GraphQL schema; `pnpm cunzhi schema > schema.graphql` renews the checked-in print')
    .action(async () => {
      process.stdout.write(schemaText((await findDeployment()).config.plugins));
    });
}

/** The schema as it is checked in. */
export function schemaText(plugins: readonly AnyPlugin[]): string {
  return printSortedSchema(
    buildSchema({ plugins: orderPlugins(plugins), about: { version: VERSION, isDemonstration: false, plugins: [] } }),
  );
}
