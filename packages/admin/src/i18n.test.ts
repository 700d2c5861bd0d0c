import { expect, it } from 'vitest';
import { nest } from './i18n.ts';

it('reads keys with dots and nested keys alike', () => {
  expect(nest({ 'card.title': 'A', card: { empty: 'B' } })).toEqual({ card: { title: 'A', empty: 'B' } });
});

it('takes away the id of the plugin, since its texts are put under it', () => {
  expect(nest({ 'wells.nav': 'A' }, 'wells')).toEqual({ nav: 'A' });
  expect(nest({ wells: { nav: 'A' } }, 'wells')).toEqual({ nav: 'A' });
});
