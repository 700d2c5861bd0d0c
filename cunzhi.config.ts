/** The installed plugins. A third-party plugin is added by installing its package and adding one line here. */
import { core } from '@cunzhi/core';
import { evaluation } from '@cunzhi/evaluation';
import { mediation } from '@cunzhi/mediation';
import { defineConfig } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';
import { threeGovernance } from '@cunzhi/three-governance';
import { yucunCases } from '@cunzhi/yucun-cases';

export default defineConfig({
  plugins: [core, evaluation, threeGovernance, yucunCases, mediation],
  standards,
  // The village page scores a whole sheet; on two busy cores that has taken longer than the usual 250 ms.
  guestBudgetMs: 2_000,
});
