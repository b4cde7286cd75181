import { api } from './support/account';
import { expectAccessible, expectAccessibleIn, PHONE } from './support/axe';
import { expect, open, test } from './support/test';

test('an API token is made, used, renamed and revoked', async ({ userPage: page, account }) => {
  await open(page, '/settings/api-tokens');
  await page.getByRole('button', { name: 'Make a token' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a token' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await expect(dialog.getByText('Choose at least one.')).toBeVisible();
  await expectAccessible(page);
  await expect(dialog.getByLabel('Read the administration')).toHaveCount(0);
  await dialog.getByLabel('Name').fill('Backup');
  await dialog.getByLabel('Read documents').check();
  await dialog.getByLabel('How long it works').selectOption('30 days');
  await dialog.getByRole('button', { name: 'Make a token' }).click();

  const text = dialog.getByLabel('Token', { exact: true });
  await expect(text).toHaveValue(/^sample_pat_\w{36}$/);
  // It is shown once, so a click beside it must not close it.
  await page.mouse.click(2, 2);
  const program = { token: await text.inputValue(), ip: account.ip };
  await expectAccessibleIn(page, PHONE, 'dark');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy the token' }).click();
  await expect(dialog.getByText('Copied')).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(program.token);
  await api(program, 'GET', 'documents');
  await expect(api(program, 'GET', 'users/me')).rejects.toThrow('insufficient_scope');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const rows = page.getByRole('list', { name: 'Your API tokens' }).getByRole('listitem');
  await expect(rows).toHaveText([/Backup.*Read documents.*Works until/]);
  await expect(page.getByText(program.token)).toHaveCount(0);

  await page.getByRole('button', { name: 'Rename Backup' }).click();
  await dialog.getByLabel('Name').fill('Nightly backup');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Revoke Nightly backup' }).press('Enter');
  await expect(dialog).toContainText('Programs that use it get no access any more.');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No API tokens')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(api(program, 'GET', 'documents')).rejects.toThrow('401');
});
