/** The installed plugins. A third-party plugin is added by installing its package and adding one line here. */
import { core } from '@cunzhi/core';
import { evaluation } from '@cunzhi/evaluation';
import { mediation } from '@cunzhi/mediation';
import { threeGovernance } from '@cunzhi/three-governance';
import { yucunCases } from '@cunzhi/yucun-cases';

export const plugins = [core, evaluation, threeGovernance, yucunCases, mediation];

/** Norms as data: standards by edition, models, types, roles. */
export const standards = new URL('./standards/', import.meta.url);

export default { plugins, standards };
