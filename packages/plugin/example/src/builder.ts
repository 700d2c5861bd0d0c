/** The schema builder of this plugin: its fields may name its own permissions and those of the plugins it uses. */
import type { core } from '@cunzhi/core';
import type { BuilderFor, Doors } from '@cunzhi/plugin';
import type { permissions } from './permissions.ts';

type Uses = { core: typeof core };
export type Builder = BuilderFor<'wells', typeof permissions, Uses>;
export type Used = Doors<Uses>;
