import config from './playwright.config';

/** Measures how a long list scrolls, for `python -m benchmarks.scrolling`; it is no test. */
const scrolling = {
  ...config,
  testDir: 'e2e/scrolling',
  testMatch: 'scroll.ts',
  workers: 1,
  timeout: 600_000,
};

export default scrolling;
