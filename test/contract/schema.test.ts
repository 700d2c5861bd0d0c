/** The checked-in schema is what the server serves: a change of it is seen in review. */
import { readFileSync } from 'node:fs';
import { buildSchema, validateSchema } from 'graphql';
import { expect, it } from 'vitest';
import { schemaText } from '@cunzhi/server';
import config from '../../cunzhi.config.ts';

const checkedIn = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

it('prints as it is checked in: run `pnpm cunzhi schema > schema.graphql` after a change', () => {
  expect(schemaText(config.plugins)).toBe(checkedIn);
});

it('is valid', () => {
  expect(validateSchema(buildSchema(checkedIn))).toEqual([]);
});
