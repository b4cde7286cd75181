import config from './playwright.config';

/** `pnpm screenshots` takes a picture of each page; it is no test, and not part of a run. */
const screenshots = { ...config, testDir: 'e2e/screenshots', testMatch: 'take.ts' };

export default screenshots;
