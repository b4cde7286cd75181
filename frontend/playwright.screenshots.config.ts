import config from './playwright.config';

/** `pnpm screenshots` takes a picture of each page, and of a journey; it is no test, and not part of a run. */
const screenshots = { ...config, testDir: 'e2e/screenshots', testMatch: ['take.ts', 'journey.ts'] };

export default screenshots;
