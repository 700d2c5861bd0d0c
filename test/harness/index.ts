/** The test harness: a real server on a real PostgreSQL, one database for each test file. */
export { Client, type Answer } from './client.ts';
export { randomFrom, scaled, UNHURRIED } from './chance.ts';
export { createTestDatabase, createTestHost, type TestDatabase, type TestHost, type TestHostOptions } from './host.ts';
export { askedAs, documentIdOf } from './listing.ts';
export { PASSWORD } from './template.ts';
