import { cunzhi } from '@cunzhi/plugin/vitest';
import { defineConfig } from 'vitest/config';

export default defineConfig({ plugins: [cunzhi()] });
