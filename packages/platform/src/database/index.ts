/** The database room: connections, scopes, migrations, row security. The only place that opens a connection. */
/** A connection of its own, as `asOwner` gives one. */
export type { Sql } from 'postgres';
export * from './connect.ts';
export * from './deployment.ts';
export * from './door.ts';
export * from './embedded.ts';
export * from './migrate.ts';
export * from './policies.ts';
export { placedTables, type PlacedTables } from './range.ts';
export { schemaOf } from './policy-sql.ts';
export { Running } from './running.ts';
export * from './scope.ts';
