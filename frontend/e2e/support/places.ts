import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
} from '@playwright/test';

import { type Account, api, newEmail, newIp, promote, signUp } from './account';
import { idOf } from './admin';
import { logInElsewhere } from './devices';
import { upload } from './documents';
import { give } from './files';
import { invite } from './invitations';
import { openContext } from './test';

export type Kind = 'guest' | 'user' | 'admin';

/** A page of the app, for whom it is, and how it is reached. */
export type Place = {
  as: Kind;
  /** Gives the account what the page shows. */
  prepare?: (account: Account) => Promise<void>;
  /** Returns the address, if a part of it says what the page shows. */
  address?: (account: Account) => Promise<string>;
  /** The address in the end, if a secret leaves it at once. */
  lands?: string;
  /** Where the flows of the tab stand: see lib/auth.ts. */
  steps?: object;
  /** What most people do here, for which the page may load more scripts. */
  act?: (page: Page) => Promise<unknown>;
};

const email = 'ada@example.com';
const guest = { as: 'guest' } as const;
const user = { as: 'user' } as const;
const admin = { as: 'admin' } as const;

const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click();

/** Every page of the app by its path. */
export const places: Readonly<Record<string, Place>> = {
  '/': guest,
  '/login': guest,
  '/signup': { ...guest, act: (page) => page.getByLabel('Password', { exact: true }).fill('a') },
  '/verify-signup': { ...guest, steps: { signup: { email, token: 'x', resendAt: 0 } } },
  '/two-fa': {
    ...guest,
    steps: { secondFactor: { token: 'x' } },
    act: async (page) => {
      await button('Use a recovery code')(page);
      await expect(page.getByLabel('Recovery code')).toBeFocused();
    },
  },
  '/forgot-password': guest,
  '/reset-password': {
    ...guest,
    steps: { reset: { email, requestToken: 'x', resetToken: 'x', resendAt: 0 } },
  },
  '/undo-email-change': { ...guest, steps: { undoEmailChange: 'x' } },
  '/undo-delete-account': { ...guest, steps: { undoDeletion: 'x' } },
  '/oidc': {
    ...guest,
    steps: { arrival: { provider_name: 'Certified', email, link_token: 'x', can_sign_up: true } },
  },
  '/invitation': { ...guest, address: invitationLink, lands: '/invitation' },
  '/shared': { ...guest, address: sharedDocument },
  '/book-demo': { ...guest, act: chooseTime },
  '/book-demo/manage': { ...guest, address: bookedDemo, act: button('Move to another time') },

  '/dashboard': { ...user, act: openMenu },
  '/settings': user,
  '/settings/password': user,
  '/settings/email': user,
  '/settings/two-factor': user,
  '/settings/passkeys': user,
  '/settings/providers': user,
  '/settings/sessions': {
    ...user,
    prepare: logInElsewhere,
    act: async (page) => {
      await button('Log out all others')(page);
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  '/settings/devices': user,
  '/settings/api-tokens': {
    ...user,
    act: async (page) => {
      await button('Make a token')(page);
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  '/settings/security-log': user,
  '/settings/data': user,
  '/documents': {
    ...user,
    act: async (page) => {
      await give(page, [{ name: 'walk.txt', size: 20 }]);
      await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('done');
    },
  },
  '/documents/trash': user,
  '/documents/shares': user,
  '/documents/view': { ...user, address: storedDocument },

  '/admin': admin,
  '/admin/users': admin,
  '/admin/users/view': {
    ...admin,
    address: async (account) => `/admin/users/view?id=${await idOf(account)}`,
  },
  '/admin/bookings': admin,
  '/admin/bookings/view': {
    ...admin,
    address: async (account) => `/admin/bookings/view?id=${await idOfBooking(account)}`,
    act: async (page) => {
      await button('Call it off')(page);
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  '/admin/invitations': {
    ...admin,
    act: async (page) => {
      await button('Invite a person')(page);
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  '/admin/availability': admin,
  '/admin/security-log': admin,
  '/admin/outbox': admin,
  '/admin/service': admin,
};

/** Return the paths of the pages in `app`. */
export function pathsOfPages(): string[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${dirname(file)}`.replaceAll(/\/(\([^/]+\)|\.)/g, '') || '/');
}

/** Return somebody with a browser of their own. Guests have an account without a token. */
export async function newVisitor(
  browser: Browser,
  kind: Kind,
  options: BrowserContextOptions = {},
): Promise<{ account: Account; context: BrowserContext }> {
  if (kind === 'guest') {
    const account = { email: '', password: '', token: '', ip: newIp() };
    return { account, context: await openContext(browser, undefined, account.ip, options) };
  }
  const account = await signUp();
  if (kind === 'admin') await promote(account);
  return { account, context: await openContext(browser, account, account.ip, options) };
}

/** Open a page of the app as it is found, and return its address. */
export async function visit(
  page: Page,
  path: string,
  { prepare, address = async () => path, steps, lands }: Place,
  account: Account,
): Promise<string> {
  await prepare?.(account);
  if (steps) {
    await page.addInitScript((text) => {
      sessionStorage.setItem('sample.steps', text);
    }, JSON.stringify(steps));
  }
  const found = await address(account);
  await page.goto(found);
  await settle(page);
  return lands ?? found;
}

/** Wait until a page reacts, and its heading, its data and its pictures are there. */
export async function settle(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[data-skeleton]')).toHaveCount(0);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
}

async function chooseTime(page: Page): Promise<void> {
  await page.getByRole('list').getByRole('button').first().click();
  await expect(page.getByLabel('Your name')).toBeVisible();
}

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your account' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

async function idOfBooking(account: Account): Promise<string> {
  // Some day after those that visitors can book.
  const start = new Date(Date.now() + (100 + randomInt(200)) * 86_400_000);
  start.setUTCHours(1, 0, 0, 0);
  const body = { name: 'Ada', email: newEmail(), start, timezone: 'UTC' };
  return (await api<{ id: string }>(account, 'POST', 'book-demo/admin/bookings', body)).id;
}

async function bookedDemo(): Promise<string> {
  const who = { ip: newIp() };
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `date_from=${day(20)}&date_to=${day(30)}&timezone=UTC`;
  const { items } = await api<{ items: { start: string }[] }>(
    who,
    'GET',
    `book-demo/slots?${query}`,
  );
  const body = { name: 'Ada', email: newEmail(), start: items.at(-1)?.start, timezone: 'UTC' };
  const { manage_token: token } = await api<{ manage_token: string }>(
    who,
    'POST',
    'book-demo/book',
    body,
  );
  return `/book-demo/manage/${token}`;
}

async function storedDocument(account: Account): Promise<string> {
  const { id } = await upload(account, { name: 'walk.md', content: '# Walk' });
  return `/documents/view?id=${id}`;
}

async function sharedDocument(): Promise<string> {
  const owner = await signUp();
  const { id } = await upload(owner, { name: 'walk.md', content: '# Walk' });
  const { url } = await api<{ url: string }>(owner, 'POST', `documents/${id}/shares`, {});
  return `/shared${new URL(url).hash}`;
}

async function invitationLink(): Promise<string> {
  const admin = await signUp();
  await promote(admin);
  return invite(admin);
}
