/** The plugin on a real host with a real PostgreSQL, asked as a village clerk asks. */
import { core } from '@cunzhi/core';
import { createTestHost } from '@cunzhi/plugin/test';
import { expect, it } from 'vitest';
import __camel__ from './index.ts';

it('greets a village, and says what it is for', async () => {
  const host = await createTestHost({ plugins: [core, __camel__], as: ['clerk', '330523108204'] });

  const { data } = await host.query('{ __camel__Aim village(code: "330523108204") { __camel__Greeting } }');
  await host.close();

  expect(data).toEqual({ __camel__Aim: '一村一品', village: { __camel__Greeting: '欢迎到余村' } });
});
