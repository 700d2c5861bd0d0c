/** A deployment is found by its config file; what is wrong with the file is one plain sentence. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { standards } from '@cunzhi/standards';
import { loadDeployment } from './deployment.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cunzhi-deployment-')));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

it('is the folder of its config file, with the bundled norms when it names none', async () => {
  const named = file('right.ts', `export default { plugins: [{ id: 'core' }] };`);

  expect(await loadDeployment(named)).toEqual({
    configFile: named,
    folder,
    config: { plugins: [{ id: 'core' }], standards },
  });
});

it('takes the norms that it names', async () => {
  const named = file('own.ts', `export default { plugins: [], standards: new URL('./norms/', import.meta.url) };`);

  const { config } = await loadDeployment(named);

  expect(config.standards.pathname).toBe(`${folder}/norms/`);
});

it('says that the file is not there, and how to name another', async () => {
  const missing = join(folder, 'missing.ts');

  await expect(loadDeployment(missing)).rejects.toMatchObject({
    problems: [`The config file ${missing} is not there. Name an existing one with --config or CUNZHI_CONFIG.`],
  });
});

it('says that nothing is exported, or something else', async () => {
  const none = file('none.ts', `export const plugins = [];`);
  const other = file('other.ts', `export default ['core'];`);

  await expect(loadDeployment(none)).rejects.toMatchObject({
    problems: [
      `${none} has no default export. It must end with \`export default defineConfig({ plugins: [core] });\`.`,
    ],
  });
  await expect(loadDeployment(other)).rejects.toMatchObject({
    problems: [
      `The default export of ${other} names no list \`plugins\`. It must end with \`export default defineConfig({ plugins: [core] });\`.`,
    ],
  });
});

it('names every entry that is no plugin, and norms that are no address', async () => {
  const named = file('bad.ts', `export default { plugins: [undefined, { id: 'core' }, 'wells'], standards: 'norms' };`);

  await expect(loadDeployment(named)).rejects.toMatchObject({
    problems: [
      `Number 1 of \`plugins\` in ${named} is undefined. Name what definePlugin returned; look at how it is imported.`,
      `Number 3 of \`plugins\` in ${named} is not a plugin. Name what definePlugin returned; look at how it is imported.`,
      `\`standards\` in ${named} is not a URL. Write new URL('./standards/', import.meta.url).`,
    ],
  });
});

it('says what the file threw', async () => {
  const named = file('throws.ts', `throw new Error('the moon is in the wrong house');`);

  await expect(loadDeployment(named)).rejects.toMatchObject({
    problems: [`${named} could not be loaded: the moon is in the wrong house`],
  });
});

it('says what is missing in package.json when Node takes the file for CommonJS', async () => {
  mkdirSync(join(folder, 'old'));
  const manifest = file('old/package.json', '{}');
  const named = file('old/throws.ts', `throw new Error('A cycle of require.');`);

  await expect(loadDeployment(named)).rejects.toMatchObject({
    problems: [
      `${named} could not be loaded: A cycle of require. Write "type": "module" into ${manifest}, and try again.`,
    ],
  });
});
