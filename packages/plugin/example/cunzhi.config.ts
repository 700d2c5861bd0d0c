/** A deployment with the plugin and its neighbour. */
import { core } from '@cunzhi/core';
import { configure, defineConfig } from '@cunzhi/plugin';
import { drought } from './src/drought.ts';
import { wells } from './src/index.ts';

export default defineConfig({
  plugins: [core, configure(wells, { lowLitres: 30 }), drought],
});
