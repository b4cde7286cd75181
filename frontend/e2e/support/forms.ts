import type { Locator, Page } from '@playwright/test';

import { expect, expectReady, open } from './test';

export const CODE = 'Code of 6 digits';

/** Return the message of a page. Next has an alert of its own, which names pages. */
export function alert(page: Page): Locator {
  return page.getByRole('main').getByRole('alert');
}

/** Fill in the login and send it. */
export async function logIn(page: Page, email: string, password: string): Promise<void> {
  await expectReady(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Load the page again, and wait until it reacts. */
export async function reload(page: Page): Promise<void> {
  await open(page, page.url());
}

/** Paste a text into what has the focus, by the clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
}

/** Check that a page has loaded: its address and its heading. */
export async function expectPage(page: Page, path: string, heading: string): Promise<void> {
  await expect(page).toHaveURL(path);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expectReady(page);
}
