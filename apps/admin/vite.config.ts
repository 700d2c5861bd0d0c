/**
 * The build of the client: one page, every route a chunk of its own, nothing from elsewhere.
 *
 * The kit's modules do nothing on import, and the build relies on it: only what a route uses comes with it.
 */
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { cunzhiDocuments } from './documents.vite.ts';
import { cunzhiPlugins } from './plugins.vite.ts';

const server = process.env.CUNZHI_SERVER ?? 'http://127.0.0.1:4000';

const config = resolve(process.env.CUNZHI_CONFIG ?? resolve(import.meta.dirname, '../../cunzhi.config.ts'));

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), cunzhiPlugins({ config }), cunzhiDocuments()],
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  resolve: {
    dedupe: ['@cunzhi/admin', 'vue', 'vue-router', 'vue-i18n', '@urql/vue', '@urql/core', 'element-plus', 'graphql'],
  },
  build: {
    target: ['chrome87', 'safari14'],
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [{ test: /(packages|@cunzhi)[\\/]admin[\\/]src[\\/].*\.(ts|vue)$/, sideEffects: false }],
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/api': server,
      '/files': server,
    },
  },
});
