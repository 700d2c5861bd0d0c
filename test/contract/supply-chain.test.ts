/** What we take in: each kind of trouble is planted once and found. That the repository is clean is the check's own work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '@secretlint/node';
import { expect, it } from 'vitest';
import { findFlaws, findLicences, findOldList, findStrangers, findYoung } from '../../security/supply-chain.ts';

const sound = { resolution: { integrity: 'sha512-AAAA' } };

it('finds a version with a known flaw, also one with peers, and no other', () => {
  const packages = { 'ws@8.16.0(utf-8@1.0.0)': sound, 'ws@8.23.0': sound, '@x/ws@8.1.0': sound };
  const flaw = { package: 'ws', range: '<8.17.1', id: 'CVE-1', reason: 'Many headers ended the process.' };

  expect(findFlaws({ packages }, [flaw])).toEqual([
    'ws 8.16.0 has a known flaw (CVE-1): Many headers ended the process. Take a version outside of <8.17.1.',
  ]);
  expect(findFlaws({ packages }, [{ ...flaw, range: 'old' }])).toEqual(['ws: "old" is no range of versions.']);
});

it('finds a package from a foreign host, from a repository, and without a checksum', () => {
  const packages = {
    'a@1.0.0': { resolution: { integrity: 'sha512-AAAA', tarball: 'https://example.org/a.tgz' } },
    'b@1.0.0': { resolution: { type: 'git' } },
    'c@1.0.0': { resolution: { integrity: 'sha1-AAAA' } },
    'd@1.0.0': sound,
  };

  expect(findStrangers({ packages }).map((one) => one.slice(0, 7))).toEqual(['a@1.0.0', 'b@1.0.0', 'c@1.0.0']);
});

it('finds a licence that is not on the list, unless a reason is given', () => {
  const licences = { allowed: ['MIT'], exceptions: { kept: 'used for the build alone' } };
  const found = { 'GPL-3.0': [{ name: 'taker' }, { name: 'kept' }], '(MIT OR GPL-2.0)': [{ name: 'either' }], MIT: [] };

  expect(findLicences(found, licences)).toEqual([
    'taker comes under GPL-3.0, which is not on the list. Do without it, or say in security/advisories.json why it may stay.',
  ]);
});

it('finds a list that nobody has looked through for more than fourteen days', () => {
  expect(findOldList('2026-11-01', new Date('2026-11-15T23:00:00Z'))).toEqual([]);
  expect(findOldList('2026-11-01', new Date('2026-11-16T00:00:00Z'))).toHaveLength(1);
});

it('finds what pnpm calls too young', () => {
  const said = '  × 1 entry failed:\n  @x/jose@6.2.18 was published at 2026-11-18T21:41:11+00:00, within the\n cutoff';

  expect(findYoung(said)).toEqual([
    '@x/jose@6.2.18 was published on 2026-11-18, less than a week ago. Wait, or lock an older version.',
  ]);
  expect(findYoung('Done in 3 s')).toEqual([]);
});

it('finds a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-secret-'));
  const file = join(folder, 'key.pem');
  writeFileSync(
    file,
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${'MIIEow'.repeat(40)}\n-----END RSA ${'PRIVATE'} KEY-----\n`,
  );
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const engine = await createEngine({
    cwd: root,
    configFilePath: join(root, '.secretlintrc.json'),
    formatter: 'json',
    color: false,
  });

  const { ok, output } = await engine.executeOnFiles({ filePathList: [file] });

  rmSync(folder, { recursive: true });
  expect(ok).toBe(false);
  expect(output).toContain('PrivateKey');
});
