/** The http room: the server, sign-in, files, and the one pipeline to GraphQL. */
export { OpenSockets, type OpenSocket } from './open-sockets.ts';
export type { FileRecords, UploadTicket } from './uploads.ts';
export * from './server.ts';
