import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { type Account, api, PASSWORD } from './support/account';
import { expectAccessible, expectAccessibleIn, PHONE } from './support/axe';
import { upload, type Uploaded } from './support/documents';
import { reload } from './support/forms';
import { expect, failed, open, openContext, test } from './support/test';

const CONTENT = 'What only some may read.';

test.use({ expectedProblems: [failed(400, 404, 422, 429)] });

/** Return the path of a link: `next dev` shows the app on another port. */
const pathOf = (url: string) => `/shared${new URL(url).hash}`;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const shares = (page: Page) => page.getByRole('region', { name: 'Shared links' });
const dialog = (page: Page) => page.getByRole('dialog');
const password = (page: Page) => page.getByLabel('Password of the link');

function share(account: Account, { id }: Uploaded, body: object) {
  return api<{ url: string; token: string }>(account, 'POST', `documents/${id}/shares`, body);
}

test('an owner shares a document with a stranger, once and with a password', async ({
  userPage: owner,
  page: stranger,
  account,
}) => {
  const document = await upload(account, { name: 'plan.txt', title: 'The plan', content: CONTENT });
  await open(owner, '/documents');
  await owner.getByRole('button', { name: 'Actions for The plan' }).click();
  await owner.getByRole('menuitem', { name: 'Share' }).click();
  await expect(owner).toHaveURL(`/documents/view?id=${document.id}`);

  const form = dialog(owner);
  await expect(form.getByLabel('Works for')).toBeFocused();
  await form.getByLabel('Downloads at most').fill('none');
  await form.getByLabel('Password (optional)').fill('short');
  await form.getByRole('button', { name: 'Make the link' }).click();
  await expect(form.getByLabel('Password (optional)')).toBeFocused();
  await expect(form.getByLabel('Downloads at most')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(owner);
  await form.getByLabel('Works for').selectOption('1 day');
  await form.getByLabel('Password (optional)').fill(PASSWORD);
  await form.getByLabel('Downloads at most').fill('1');
  await form.getByRole('button', { name: 'Make the link' }).click();

  await expect(form.getByLabel('Link', { exact: true })).toBeFocused();
  const url = await form.getByLabel('Link', { exact: true }).inputValue();
  await expect(form.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expectAccessibleIn(owner, PHONE, 'light');
  await owner.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await form.getByRole('button', { name: 'Copy the link' }).click();
  await expect(form.getByText('Copied')).toBeAttached();
  expect(await owner.evaluate(() => navigator.clipboard.readText())).toBe(url);
  await form.getByRole('button', { name: 'Done' }).click();
  await expect(shares(owner)).toContainText('0 of 1 downloads · with a password');
  await expect(shares(owner).getByRole('button', { name: 'Copy the link' })).toBeVisible();

  await open(stranger, pathOf(url));
  await expect(password(stranger)).toBeFocused();
  await expect(stranger.getByText('plan')).toHaveCount(0);
  await password(stranger).fill('wrong-password');
  await stranger.keyboard.press('Enter');
  await expect(password(stranger)).toHaveAccessibleDescription(/password .* is missing or wrong/);
  await expectAccessible(stranger);
  await password(stranger).fill(PASSWORD);
  await stranger.keyboard.press('Enter');
  await expect(heading(stranger, 'The plan')).toBeVisible();
  await expect(stranger.getByRole('main')).toContainText('plan.txt24 bytes');
  const [download] = await Promise.all([
    stranger.waitForEvent('download'),
    stranger.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(CONTENT);
  await expect(stranger.getByText('Your browser saves the file now.')).toBeVisible();
  await stranger.getByRole('button', { name: 'Download' }).click();
  await expect(heading(stranger, 'This link does not work any more')).toBeVisible();
  await expectAccessibleIn(stranger, PHONE, 'dark');

  await reload(owner);
  await shares(owner).getByText('1 link that has ended').click();
  await expect(shares(owner)).toContainText('Used up1 of 1 downloads');
});

test('a link without a password works until it is revoked', async ({
  userPage: owner,
  page: stranger,
  browser,
  account,
}) => {
  const document = await upload(account, { name: 'plan.txt', title: 'The plan', content: CONTENT });
  await api(account, 'PATCH', 'users/me', { full_name: 'Ada Lovelace' });
  const { url } = await share(account, document, {});
  await open(stranger, pathOf(url));
  await expect(heading(stranger, 'The plan')).toBeVisible();
  await expect(stranger.getByText('Ada Lovelace shares this document with you.')).toBeVisible();
  const [tab] = await Promise.all([
    stranger.waitForEvent('popup'),
    stranger.getByRole('button', { name: 'Open in a new tab' }).click(),
  ]);
  await expect(tab.getByText(CONTENT)).toBeVisible();

  // Whoever is logged in sees the same.
  const context = await openContext(browser, account);
  const member = await context.newPage();
  await open(member, pathOf(url));
  await expect(heading(member, 'The plan')).toBeVisible();
  await expect(member.getByRole('link', { name: 'Dashboard' })).toBeVisible();
  await context.close();

  await open(owner, `/documents/view?id=${document.id}`);
  await expect(shares(owner)).toContainText('1 download');
  await shares(owner).getByRole('button', { name: 'Revoke' }).click();
  await dialog(owner).getByRole('button', { name: 'Revoke' }).click();
  await expect(owner.getByText('Link revoked.')).toBeVisible();
  await expect(shares(owner)).toContainText('Nobody else can see this document.');
  await stranger.getByRole('button', { name: 'Download' }).click();
  await expect(heading(stranger, 'This link does not work any more')).toBeVisible();

  // The same page, with another token, and without one.
  for (const path of ['/shared#short', '/shared']) {
    await open(stranger, path);
    await expect(heading(stranger, 'This link does not work any more')).toBeVisible();
  }
});

test('who guesses the password of a link has to wait', async ({ page, account }) => {
  const document = await upload(account, { name: 'plan.txt', content: CONTENT });
  const { url, token } = await share(account, document, { password: PASSWORD });
  for (let tries = 0; tries < 5; tries += 1) {
    const guess = api(account, 'POST', 'documents/shared', { token, password: `guess ${tries}` });
    await expect(guess).rejects.toThrow('wrong_share_password');
  }
  await open(page, pathOf(url));
  await password(page).fill(PASSWORD);
  await page.keyboard.press('Enter');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Too many tries.');
  await expect(alert).toContainText(/Try again in \d+:\d\d\./);
  await expect(password(page)).toHaveValue(PASSWORD);
});
