import config from './playwright.config';

/** Measures the web app, for `benchmarks/scrolling.py` and `interactions.py`; it is no test. */
const measuring = {
  ...config,
  testDir: 'e2e/measuring',
  testMatch: '*.ts',
  workers: 1,
  timeout: 1_800_000,
  use: { ...config.use, actionTimeout: 15_000 },
};

export default measuring;
