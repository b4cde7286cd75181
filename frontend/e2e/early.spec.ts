import type { Page } from '@playwright/test';

import { expectPage } from './support/forms';
import { expect, expectReady, hold, test } from './support/test';

/** Load a page without its scripts; return a function that lets them come. */
async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  const release = await hold(page, '**/_next/static/**/*.js');
  // Not `load`: that waits for the scripts.
  await page.goto(path, { waitUntil: 'commit' });
  return release;
}

test('what is typed and sent before the scripts run is not lost', async ({ page, account }) => {
  await page.addInitScript(() => localStorage.setItem('sample.email', 'known@example.com'));
  const release = await openWithoutScripts(page, '/login');
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password);

  release();

  await expectPage(page, '/dashboard', 'Dashboard');
});

test('what is typed before the scripts run wins against what is remembered', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('sample.email', 'known@example.com'));
  const release = await openWithoutScripts(page, '/login');
  await page.getByLabel('E-mail address').fill('typed@example.com');

  release();

  await expectReady(page);
  await expect(page.getByLabel('E-mail address')).toHaveValue('typed@example.com');
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveValue('typed@example.com');
});
