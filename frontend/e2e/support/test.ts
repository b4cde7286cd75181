import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from '@playwright/test';

import { type Account, newIp, signUp } from './account';

type Fixtures = {
  /** The address of the network from which `page` calls: limits count by it. */
  ip: string;
  /** A new account, logged in. */
  account: Account;
  /** A page of a browser in which `account` is logged in. */
  userPage: Page;
  /**
   * What a page may report: patterns of console errors and failed replies that are meant. A
   * list of one: Playwright takes a longer one for a value with options.
   */
  expectedProblems: RegExp[];
};

const JITTER = Number(process.env.E2E_JITTER ?? 0);

/** Let each call of the API begin late, most of them by little. */
async function delayCalls(context: BrowserContext): Promise<void> {
  await context.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() ** 2 * JITTER));
    // The page may be gone meanwhile.
    await route.continue().catch(() => undefined);
  });
}

/** Open a browser for an account, or for nobody, with an address of its own. */
export async function openContext(
  browser: Browser,
  account?: Account,
  ip = account?.ip ?? newIp(),
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    extraHTTPHeaders: { 'X-Forwarded-For': ip },
    reducedMotion: 'reduce',
    ...options,
  });
  if (JITTER > 0) await delayCalls(context);
  if (account) {
    // Once a tab: a script that set it at every load would undo a logout.
    await context.addInitScript((token) => {
      if (sessionStorage.getItem('e2e')) return;
      sessionStorage.setItem('e2e', '1');
      localStorage.setItem('sample.token', token);
    }, account.token);
  }
  return context;
}

/** Open a page and wait until it reacts. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expectReady(page);
}

/** Wait until a page reacts: a click before that is lost. */
export async function expectReady(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
}

/** Hold calls of a page back; return a function that lets them go on. */
export async function hold(page: Page, pattern: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/**
 * Watch a page for what a person would not see: errors in the console, violations of the
 * Content-Security-Policy, failed replies. Return what it reported so far.
 */
function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Of a failed reply, the text does not name the address.
    problems.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}

export const test = base.extend<Fixtures>({
  expectedProblems: [[], { option: true }],
  account: async ({}, use) => use(await signUp()),
  ip: async ({}, use) => use(newIp()),
  context: async ({ browser, ip }, use) => {
    const context = await openContext(browser, undefined, ip);
    await use(context);
    await context.close();
  },
  page: async ({ context, expectedProblems }, use) => {
    const page = await context.newPage();
    const problems = watch(page);
    await use(page);
    expect(unexpected(problems, expectedProblems), 'errors in the console').toEqual([]);
  },
  userPage: async ({ browser, account, expectedProblems }, use) => {
    const context = await openContext(browser, account);
    const page = await context.newPage();
    const problems = watch(page);
    await use(page);
    expect(unexpected(problems, expectedProblems), 'errors in the console').toEqual([]);
    await context.close();
  },
});

function unexpected(problems: string[], expected: RegExp[]): string[] {
  return problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
}

/** What Chromium reports for a reply with an error: a test that causes one expects it. */
export const failed = (...statuses: number[]) => new RegExp(`status of (${statuses.join('|')})`);

export { expect };
