/** The schema builder of this plugin: its fields may name its own permissions and those of the plugins it uses. */
import type { core } from '@cunzhi/core';
import type { evaluation } from '@cunzhi/evaluation';
import type { BuilderFor, Doors } from '@cunzhi/plugin';
import type { permissions } from './permissions.ts';

type Uses = { core: typeof core; evaluation: typeof evaluation };
export type Builder = BuilderFor<'three-governance', typeof permissions, Uses>;
/** What the used plugins hand out. */
export type Used = Doors<Uses>;
