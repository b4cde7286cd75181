import { writeFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { type Account, promote, signUp } from '../support/account';
import { fill } from '../support/documents';
import { expect, open, openContext, test } from '../support/test';

const { INTERACTIONS_REPORT, INTERACTIONS_DOCUMENTS, INTERACTIONS_ROUNDS, INTERACTIONS_STEP } =
  process.env;
const DOCUMENTS = Number(INTERACTIONS_DOCUMENTS);
const ROUNDS = Number(INTERACTIONS_ROUNDS);
const SLOWER = 4;

type Size = { width: number; height: number };
type Step = { page: string; what: string; path: string; act: (page: Page) => Promise<void> };
type Measured = { window: string; page: string; what: string; duration: number };

/** The longest interaction so far: what `recorder` keeps in the page. */
type Recorder = { longest: number };

/** Runs in the page before its own scripts. */
function recorder(): void {
  const kept = window as unknown as Recorder;
  kept.longest = 0;
  // An event with an id is one that a person causes; its duration ends with the next picture.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (entry.interactionId) kept.longest = Math.max(kept.longest, entry.duration);
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

/** Type a text, a key at a time, as fast as a person. */
async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).pressSequentially(text, { delay: 120 });
}

const GUEST: Step[] = [
  {
    page: 'login',
    what: 'another theme',
    path: '/login',
    act: async (page) => {
      await button(page, 'Theme and language').click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    },
  },
  {
    page: 'sign-up',
    what: 'a password is typed',
    path: '/signup',
    act: (page) => type(page, 'Password', 'correct-horse-battery'),
  },
  {
    page: 'booking',
    what: 'a time is chosen',
    path: '/book-demo',
    act: (page) =>
      page
        .getByRole('button', { name: /^\d{2}:\d{2}$/ })
        .first()
        .click(),
  },
  {
    page: 'booking',
    what: 'another time zone is typed and chosen',
    path: '/book-demo',
    act: async (page) => {
      const field = page.getByRole('combobox', { name: 'Time zone' });
      await field.click();
      await field.pressSequentially('kolkata', { delay: 120 });
      await page.keyboard.press('Enter');
    },
  },
];

const USER: Step[] = [
  {
    page: 'documents',
    what: 'a search is typed',
    path: '/documents',
    act: (page) => type(page, 'Search documents', 'document 12'),
  },
  {
    page: 'documents',
    what: 'a document is chosen',
    path: '/documents',
    act: (page) => page.getByRole('checkbox').nth(1).click(),
  },
  {
    page: 'documents',
    what: 'all are chosen',
    path: '/documents',
    act: (page) => page.getByRole('checkbox').first().click(),
  },
  {
    page: 'documents',
    what: 'the menu of a document',
    path: '/documents',
    act: (page) => button(page, /^Actions for/).click(),
  },
  {
    page: 'documents',
    what: 'the filters open',
    path: '/documents',
    act: (page) => button(page, 'Filters').click(),
  },
  {
    page: 'documents',
    what: 'from list to grid',
    path: '/documents',
    act: (page) => button(page, 'Show as a grid').click(),
  },
  {
    page: 'documents',
    what: 'a document opens',
    path: '/documents',
    act: (page) =>
      page
        .getByRole('link', { name: /^Document 0/ })
        .first()
        .click(),
  },
  {
    page: 'documents',
    what: 'palette, and a command typed',
    path: '/documents',
    act: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await expect(page.getByRole('combobox')).toBeFocused();
      await page.keyboard.type('settings', { delay: 120 });
    },
  },
  {
    page: 'settings',
    what: 'a name is typed',
    path: '/settings',
    act: (page) => type(page, 'Full name', 'Ada Lovelace'),
  },
  {
    page: 'users (administrator)',
    what: 'a search is typed',
    path: '/admin/users',
    act: async (page) => {
      await page.getByRole('searchbox').pressSequentially('ada-12', { delay: 120 });
    },
  },
];

/** Do a step in a browser of its own, and return its longest interaction in milliseconds. */
async function measure(openPage: () => Promise<Page>, { path, act }: Step): Promise<number> {
  const page = await openPage();
  await open(page, path);
  await page.waitForLoadState('networkidle');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate(() => ((window as unknown as Recorder).longest = 0));
  await act(page);
  // What an event starts may hold back the picture that ends its duration.
  await page.waitForTimeout(1000);
  const longest = await page.evaluate(() => (window as unknown as Recorder).longest);
  await page.context().close();
  return longest;
}

test('interact', async ({ browser }) => {
  const account = await signUp();
  await promote(account);
  await fill(account, DOCUMENTS);
  const windows: [string, Size][] = [
    ['desk', { width: 1280, height: 900 }],
    ['phone', { width: 390, height: 844 }],
  ];
  const groups: [Account | undefined, Step[]][] = [
    [undefined, GUEST],
    [account, USER],
  ];
  const measured: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, viewport] of windows) {
      for (const [who, steps] of groups) {
        for (const step of steps.filter(({ what }) => what.includes(INTERACTIONS_STEP ?? ''))) {
          const openPage = async () => {
            const context = await openContext(browser, who, who?.ip, { viewport });
            await context.addInitScript(recorder);
            return context.newPage();
          };
          const duration = await measure(openPage, step);
          measured.push({ window: name, page: step.page, what: step.what, duration });
        }
      }
    }
  }
  writeFileSync(INTERACTIONS_REPORT ?? '', JSON.stringify(measured));
});
