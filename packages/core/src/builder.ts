/** The schema builder of this plugin: its fields may name its own permissions and those of the plugins it uses. */
import type { BuilderFor } from '@cunzhi/plugin';
import type { permissions } from './permissions.ts';

export type Builder = BuilderFor<'core', typeof permissions, Record<never, never>>;
