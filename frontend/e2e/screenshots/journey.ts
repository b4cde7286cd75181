import type { Page } from '@playwright/test';

import { newEmail, PASSWORD, promote } from '../support/account';
import { give } from '../support/files';
import { CODE } from '../support/forms';
import { mailedCode } from '../support/mailbox';
import { settle } from '../support/places';
import { expect, open, openContext, test } from '../support/test';

/** Pictures of what a person and a team do, one after the other, like the frames of a film. */
test('journey', async ({ browser }) => {
  const email = newEmail();
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  let frame = 0;
  const take = async (name: string, of: Page = page) => {
    const number = String((frame += 1)).padStart(2, '0');
    const path = `screenshots/journey-${number}-${name}.png`;
    await of.screenshot({ path, animations: 'disabled' });
  };

  await open(page, '/');
  await take('front-page');
  await open(page, '/signup');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await take('sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText(`We sent a code to ${email}`)).toBeVisible();
  await take('code');
  await page.getByLabel(CODE).fill(await mailedCode(email));
  await expect(page).toHaveURL('/dashboard');
  await settle(page);
  await take('dashboard');

  await open(page, '/documents');
  await give(page, [{ name: 'plan.md', size: 400 }]);
  await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('done');
  const actions = page.getByRole('button', { name: 'Actions for plan' });
  await expect(actions).toBeVisible();
  await take('upload');
  await actions.click();
  await page.getByRole('menuitem', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = dialog.getByLabel('Link', { exact: true });
  await expect(link).toBeFocused();
  const url = await link.inputValue();
  await expect(dialog.getByRole('img')).toBeVisible();
  await take('share');

  const other = await (await openContext(browser)).newPage();
  await open(other, `/shared${new URL(url).hash}`);
  await settle(other);
  await take('shared', other);
  await open(other, '/book-demo');
  await other.getByRole('list').getByRole('button').first().click();
  await other.getByLabel('Your name').fill('Grace Hopper');
  await other.getByLabel('E-mail address at work').fill(newEmail());
  await take('book-a-demo', other);
  await other.getByRole('button', { name: 'Book this time' }).click();
  await expect(other.getByRole('heading', { name: 'Your demo is booked' })).toBeVisible();
  await take('booked', other);

  const token = (await page.evaluate(() => localStorage.getItem('sample.token'))) ?? '';
  await promote({ email, password: PASSWORD, token, ip: '' });
  for (const [path, name] of [
    ['/admin', 'administration'],
    ['/admin/bookings', 'demos'],
    ['/admin/users', 'users'],
  ] as const) {
    await open(page, path);
    await settle(page);
    await take(name);
  }
  await other.context().close();
  await context.close();
});
