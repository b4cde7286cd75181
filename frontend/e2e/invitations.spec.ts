import { newEmail, PASSWORD } from './support/account';
import { test } from './support/admin';
import { expectAccessible } from './support/axe';
import { invite } from './support/invitations';
import { mailed } from './support/mailbox';
import { expect, failed, open, openContext } from './support/test';

test.use({ expectedProblems: [failed(400, 409)] });

test('an administrator invites a person, who makes an account', async ({
  adminPage: page,
  browser,
}) => {
  const email = newEmail();
  await open(page, '/admin/invitations');

  await page.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('E-mail address')).toBeFocused();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('Enter')).toBeVisible();
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Language of the e-mail').selectOption('Deutsch');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toBeHidden();
  const list = page.getByRole('list', { name: 'Invitations' });
  const row = list.getByRole('listitem').filter({ hasText: email });
  await expect(row).toContainText('Open');

  // A second invitation says at its field that there is one.
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toContainText('This address has an open invitation.');
  await page.keyboard.press('Escape');

  const first = await mailed(email, /\/invitation#[\w-]+/);
  await row.getByRole('button', { name: `Send again: ${email}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('is on its way').last()).toBeVisible();
  const link = await mailed(email, /\/invitation#[\w-]+/, 2);

  const context = await openContext(browser);
  const guest = await context.newPage();
  await open(guest, first);
  await expect(guest.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
  await guest.goto('/login');
  await open(guest, link);
  await expect(guest).toHaveURL('/invitation');
  await expect(guest.getByLabel('E-mail address')).toHaveValue(email);
  await guest.getByLabel('Password', { exact: true }).fill('password1234');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByText('too easy to guess')).toBeVisible();
  await guest.reload();
  await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await expectAccessible(guest);
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest).toHaveURL('/dashboard');
  await context.close();

  await page.reload();
  await expect(row).toContainText('Accepted');
  await row.getByRole('link', { name: email }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(email);
});

test('an invitation is withdrawn, and its link ends', async ({
  adminPage: page,
  admin,
  browser,
}) => {
  const email = newEmail();
  const link = await invite(admin, email);
  await open(page, '/admin/invitations?state=open');
  await page.getByRole('button', { name: `Withdraw: ${email}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const row = page.getByRole('listitem').filter({ hasText: email });
  await expect(row).toBeHidden();
  await page.getByLabel('State').selectOption('Withdrawn');
  await expect(row).toContainText('Withdrawn');

  const context = await openContext(browser);
  const guest = await context.newPage();
  await open(guest, link);
  await expect(guest.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
  await context.close();
});
