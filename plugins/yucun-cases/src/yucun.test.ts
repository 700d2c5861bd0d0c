import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());
it('boots', async () => {
  const yucun = await host.as('yucun');
  console.log(JSON.stringify(await yucun.query('{ yucunCases(search:"余村") { totalCount nodes { id } } yucunDrafts { totalCount } village(code:"330523108204") { yucunCases { totalCount nodes { id } } } }')));
});
