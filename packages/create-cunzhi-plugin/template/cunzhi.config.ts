/** What runs here, when you try it: the core and this plugin. */
import { core } from '@cunzhi/core';
import { defineConfig } from '@cunzhi/plugin';
import __camel__ from './src/index.ts';

export default defineConfig({ plugins: [core, __camel__] });
