/** The http room: the server, sign-in, files, and the one pipeline to GraphQL. */
export type { FileRecords } from './files.ts';
export { OpenSockets, type OpenSocket } from './open-sockets.ts';
export * from './server.ts';
