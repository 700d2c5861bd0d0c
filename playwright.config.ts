import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
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
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
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

/** Debian's chromium, or the one named by CHROMIUM_PATH. */
function chromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error('No Chromium was found. Install Debian’s package `chromium`, or set CHROMIUM_PATH.');
}
