/** What one admin entry must keep: versions, slots, paths and texts. Every problem is a sentence with its cure. */
import type { AdminPlugin, Messages } from '@cunzhi/admin/define';
import semver from 'semver';
import type { InstalledPlugin } from './plugin.ts';

/** What this platform offers. */
export interface Offer {
  readonly version: string;
  readonly slots: readonly string[];
}

/** The problems of one entry, in the order of its keys. */
export function checkEntry(plugin: InstalledPlugin, admin: AdminPlugin, offer: Offer): readonly string[] {
  return [
    ...checkCompat(plugin, offer.version),
    ...checkId(plugin, admin),
    ...checkPaths(plugin, admin),
    ...checkSlots(plugin, admin, offer.slots),
    ...checkTexts(plugin, admin),
  ];
}

function checkCompat({ id, version, compat }: InstalledPlugin, platform: string): readonly string[] {
  if (!semver.validRange(compat)) return [`${id}: compat "${compat}" is no version range. Write one such as "^1.0.0".`];
  if (semver.satisfies(platform, compat, { includePrerelease: true })) return [];
  return [
    `${id} ${version} needs platform ${compat}, and this is ${platform}: upgrade the platform, or install a version of ${id} that is made for ${platform}.`,
  ];
}

function checkId({ id, entry }: InstalledPlugin, admin: AdminPlugin): readonly string[] {
  if (admin.id === id) return [];
  return [`${id}: its admin entry ${entry} calls itself "${admin.id}". Write \`id: '${id}'\` in defineAdmin.`];
}

function checkPaths({ id, isBundled }: InstalledPlugin, admin: AdminPlugin): readonly string[] {
  if (isBundled) return [];
  const own = `/p/${id}`;
  const isOutside = (path: string): boolean => path !== own && !path.startsWith(`${own}/`);
  return [
    ...(admin.pages ?? []).map(({ path }) => ({ path, what: 'page' })),
    ...(admin.nav ?? []).map(({ to }) => ({ path: to.replace(/[?#].*$/, ''), what: 'menu line' })),
  ]
    .filter(({ path }) => isOutside(path))
    .map(
      ({ path, what }) =>
        `${id}: its ${what} ${path} is not under ${own}. Short paths belong to bundled plugins; use "${own}${path}".`,
    );
}

function checkSlots({ id }: InstalledPlugin, admin: AdminPlugin, slots: readonly string[]): readonly string[] {
  return Object.keys(admin.slots ?? {})
    .filter((slot) => !slots.includes(slot))
    .map((slot) => {
      const name = slot.split('@')[0] ?? slot;
      const versions = slots.filter((known) => known.startsWith(`${name}@`));
      return versions.length > 0
        ? `${id}: this platform has no slot ${slot}, but ${versions.join(' and ')}. Use that one, or upgrade the platform.`
        : `${id}: there is no slot ${slot}. The slots are: ${slots.join(', ')}.`;
    });
}

function checkTexts({ id }: InstalledPlugin, admin: AdminPlugin): readonly string[] {
  const zh = keysOf(admin.messages['zh-CN'], id);
  const en = keysOf(admin.messages.en, id);
  const asked = [
    ...(admin.nav ?? []).map(({ label }) => label),
    ...(admin.pages ?? []).map(({ title }) => title),
    ...Object.values(admin.slots ?? {}).flatMap(({ title }) => title ?? []),
  ];
  const missing = [...new Set(asked)].filter((key) => !zh.has(key) && !en.has(key));
  return [
    ...[...zh].filter((key) => !en.has(key)).map((key) => oneOnly(id, key, 'zh-CN', 'en')),
    ...[...en].filter((key) => !zh.has(key)).map((key) => oneOnly(id, key, 'en', 'zh-CN')),
    ...missing.map((key) => `${id}: it uses the text ${key}, which its messages do not have. Add it in zh-CN and en.`),
  ];
}

const oneOnly = (id: string, key: string, there: string, missing: string): string =>
  `${id}: the text ${key} is there in ${there} only. Add it in ${missing}.`;

/** All keys written out, with the plugin's id in front whether or not the messages have it. */
function keysOf(messages: Messages, id: string): ReadonlySet<string> {
  const walk = (part: Messages, path: string): readonly string[] =>
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'string' ? [`${path}${key}`] : walk(value, `${path}${key}.`),
    );
  return new Set(walk(messages, '').map((key) => (key.startsWith(`${id}.`) ? key : `${id}.${key}`)));
}
