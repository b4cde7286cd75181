import { defineConfig } from '@playwright/test';

/** `python -m devtools.web.e2e` starts the service and names it in these variables. */
const { CHROME_PATH, E2E_BASE_URL } = process.env;

const config = defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  // A test that passes only at the second try is a test that fails.
  retries: 0,
  workers: process.env.E2E_WORKERS ? Number(process.env.E2E_WORKERS) : 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'line',
  use: {
    baseURL: E2E_BASE_URL,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: process.env.E2E_TRACE === '1' ? 'retain-on-failure' : 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: CHROME_PATH,
      // Root has no sandbox in Chromium; the pages are our own.
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-background-networking', '--disable-component-update'],
    },
  },
});

export default config;
