/** What `defineAdmin` refuses while somebody still types: each `@ts-expect-error` below fails vue-tsc once it compiles. */
import { expect, it } from 'vitest';
import { defineAdmin } from './plugin.ts';
import { slotNames } from './slots.ts';

const messages = { 'zh-CN': { nav: '饮水' }, en: { nav: 'Water' } };
const room = { order: 1, minHeightPx: 80 };

it('takes a guest that needs what its slot gives, or less', () => {
  const admin = defineAdmin({
    id: 'wells',
    slots: {
      'village.detail.side@1': { ...room, load: () => import('./fixtures/VillageGuest.vue') },
      'case.detail.side@1': { ...room, load: () => import('./fixtures/CaseGuest.vue') },
    },
    messages,
  });

  expect(Object.keys(admin.slots ?? {})).toEqual(['village.detail.side@1', 'case.detail.side@1']);
  expect(slotNames).toEqual(expect.arrayContaining(Object.keys(admin.slots ?? {})));
});

it('does not compile with a slot that does not exist', () => {
  const admin = defineAdmin({
    id: 'wells',
    slots: {
      // @ts-expect-error -- there is no version 2 of this slot
      'village.detail.side@2': { ...room, load: () => import('./fixtures/VillageGuest.vue') },
    },
    messages,
  });

  expect(slotNames).not.toContain(Object.keys(admin.slots ?? {})[0]);
});

it('does not compile with a component that needs more than its slot gives', () => {
  const admin = defineAdmin({
    id: 'wells',
    slots: {
      'village.detail.side@1': {
        ...room,
        // @ts-expect-error -- a village gives no case
        load: () => import('./fixtures/CaseGuest.vue'),
      },
    },
    messages,
  });

  expect(admin.slots).toHaveProperty(['village.detail.side@1']);
});

it('does not compile without a text in each language', () => {
  const one = defineAdmin({
    id: 'wells',
    // @ts-expect-error -- English is missing
    messages: { 'zh-CN': { nav: '饮水' } },
  });
  const other = defineAdmin({
    id: 'wells',
    // @ts-expect-error -- one key is missing in English
    messages: { 'zh-CN': { nav: '饮水', card: '水质' }, en: { nav: 'Water' } },
  });

  expect([one.id, other.id]).toEqual(['wells', 'wells']);
});
