import type { Page } from '@playwright/test';

import { type Account, api, logIn as logInElsewhere, signUp } from './support/account';
import { test } from './support/admin';
import { bookDemo } from './support/bookings';
import { upload } from './support/documents';
import { alert, expectPage, logIn } from './support/forms';
import { expect, failed, open } from './support/test';

test.use({ expectedProblems: [failed(401, 412)] });

const kept = (page: Page) => page.getByText('What you had typed is kept.');
const drafts = (page: Page) => page.evaluate(() => sessionStorage.getItem('sample.drafts'));
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

/** End the login of the page, as somebody does on another device. */
async function endLogin(page: Page, account: Account): Promise<void> {
  const token = (await page.evaluate(() => localStorage.getItem('sample.token'))) ?? '';
  await api({ ...account, token }, 'POST', 'users/logout');
}

/** Log in on the page to which one was led, which leads back. */
async function comeBack(page: Page, { email, password }: Account): Promise<void> {
  await expect(page).toHaveURL(/\/login\?next=/);
  await logIn(page, email, password);
  await expect(page).not.toHaveURL(/\/login/);
}

test('what was typed when the login ended is there after the next one', async ({
  userPage: page,
  account,
}) => {
  const document = await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  const other = await logInElsewhere(account);
  const read = () =>
    api<{ tags: string[]; text_status: string }>(other, 'GET', `documents/${document.id}`);
  // Until then its page asks again and again, and would find out first that the login ended.
  await expect.poll(async () => (await read()).text_status).toBe('done');
  await open(page, '/settings');
  await page.getByLabel('Full name').fill('Ada King');
  await endLogin(page, account);
  await save(page);
  await comeBack(page, account);
  await expect(kept(page)).toBeVisible();
  await expectPage(page, '/settings', 'Settings');
  await expect(page.getByLabel('Full name')).toHaveValue('Ada King');
  expect(await drafts(page)).toBeNull();
  await save(page);
  await expect(page.getByText('Saved.')).toBeVisible();

  // A dialog has it when it is opened again, but no password.
  await open(page, `/documents/view?id=${document.id}`);
  const dialog = page.getByRole('dialog');
  const share = page.getByRole('button', { name: 'Share', exact: true }).first();
  await share.click();
  await dialog.getByLabel('Password (optional)').fill('correct-horse-battery');
  await dialog.getByLabel('Downloads at most (optional)').fill('7');
  await endLogin(page, account);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  expect(await drafts(page)).toContain('"max_downloads":"7"');
  expect(await drafts(page)).not.toContain('horse');
  await comeBack(page, account);
  await share.click();
  await expect(dialog.getByLabel('Downloads at most (optional)')).toHaveValue('7');
  await expect(dialog.getByLabel('Password (optional)')).toHaveValue('');
  await page.keyboard.press('Escape');

  // It was a search for tags that found out, and one types on.
  await endLogin(page, account);
  await page.getByLabel('Tags').fill('tax');
  await comeBack(page, account);
  await expect(page.getByLabel('Tags')).toHaveValue('tax');

  // A tag was on its way. It is saved after the login.
  const found = page.waitForResponse(/tags\?prefix=home/);
  await page.getByLabel('Tags').fill('home');
  await found;
  await endLogin(page, account);
  await page.keyboard.press('Enter');
  await comeBack(page, account);
  await expect(page.getByRole('button', { name: 'Remove home' })).toBeVisible();
  await expect.poll(async () => (await read()).tags).toEqual(['home']);

  // What somebody else did while nobody was logged in here is not overwritten.
  await page.getByRole('button', { name: 'Change the title' }).click();
  await page.getByLabel('Title').fill('Mine');
  await endLogin(page, account);
  await save(page);
  await expect(page).toHaveURL(/\/login\?next=/);
  await api(other, 'PATCH', `documents/${document.id}`, { title: 'Theirs' });
  await comeBack(page, account);
  await page.getByRole('button', { name: 'Change the title' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Mine');
  await save(page);
  await expect(alert(page).getByRole('definition')).toHaveText(['Theirs', 'Mine']);
});

test('what was typed is gone after a logout, and for somebody else', async ({
  userPage: page,
  account,
}) => {
  async function typeAndLeave() {
    await open(page, '/settings/api-tokens');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Backup at night');
    await endLogin(page, account);
    await page.getByRole('dialog').getByRole('checkbox').first().check();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click();
    await expect(page).toHaveURL(/\/login\?next=/);
    expect(await drafts(page)).toContain('Backup at night');
  }

  await typeAndLeave();
  await comeBack(page, account);
  await expect(kept(page)).toBeVisible();
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  expect(await drafts(page)).toBeNull();

  await logIn(page, account.email, account.password);
  await expectPage(page, '/dashboard', 'Dashboard');
  await typeAndLeave();
  await comeBack(page, await signUp());
  await expectPage(page, '/settings/api-tokens', 'API tokens');
  expect(await drafts(page)).toBeNull();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('');
});

test('opening hours and notes of administrators are there again, too', async ({
  adminPage: page,
  admin,
}) => {
  const booking = await bookDemo();
  await open(page, '/admin/availability');
  await page.getByLabel('Place (optional)').fill('A room');
  await endLogin(page, admin);
  await save(page);
  await comeBack(page, admin);
  await expect(page.getByLabel('Place (optional)')).toHaveValue('A room');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Place (optional)')).not.toHaveValue('A room');

  // It was not the form that found out, but the list to which one looked.
  await open(page, `/admin/bookings/view?id=${booking.id}`);
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await notes.fill('Wants a quote.');
  await endLogin(page, admin);
  await page.getByRole('button', { name: 'Call it off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Call it off' }).click();
  await comeBack(page, admin);
  await expect(notes).toHaveValue('Wants a quote.');
  await save(page);
  await expect(page.getByText('The notes are saved.')).toBeVisible();
});
