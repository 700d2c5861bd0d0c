import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './test/journeys/chromium.ts';
import { PASSWORD } from './test/journeys/password.ts';

/** A person's tasks in a real browser, against a demonstration started as `npm start` starts it. */
const PORT = 4173;

export default defineConfig({
  testDir: 'test/journeys',
  // The journeys follow one another on one demonstration: what one hands in, the next scores.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments },
  },
  webServer: {
    command: 'node apps/server/bin/cunzhi.mjs start',
    url: `http://127.0.0.1:${PORT}/ready`,
    timeout: 180_000,
    env: {
      PORT: String(PORT),
      CUNZHI_DATA: process.env['CUNZHI_JOURNEY_DATA'] ?? mkdtempSync(join(tmpdir(), 'cunzhi-journeys-')),
      CUNZHI_DEMO_PASSWORD: PASSWORD,
    },
  },
});
