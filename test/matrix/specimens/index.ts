/** All specimens, by the plugin that they belong to. */
import type { Specimen, Specimens } from '../specimen.ts';
import { core, platform } from './core.ts';
import { evaluation } from './evaluation.ts';
import { mediation } from './mediation.ts';
import { threeGovernance } from './three-governance.ts';
import { yucunCases } from './yucun-cases.ts';

export const PLUGINS: Readonly<Record<string, Specimens>> = {
  core,
  platform,
  evaluation,
  mediation,
  'three-governance': threeGovernance,
  'yucun-cases': yucunCases,
};

export const specimens = (): Record<string, readonly Specimen[]> =>
  Object.fromEntries(Object.entries(PLUGINS).map(([id, one]) => [id, one.specimens]));
