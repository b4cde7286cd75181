import { expectAccessible } from './support/axe';
import { ageLogin } from './support/database';
import { alert, expectPage, logIn } from './support/forms';
import { mailed } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

test.use({ expectedProblems: [failed(400, 401, 403)] });

test('the export asks for the password, and a deletion has its undo', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/settings/data');
  await ageLogin(account);
  const button = page.getByRole('button', { name: 'Download the export' });
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  const password = dialog.getByLabel('Password', { exact: true });
  await button.press('Enter');
  await expect(password).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  await button.click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(alert(page)).toBeVisible();
  await button.click();
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(password).toBeFocused();
  await password.fill('wrong-horse-battery');
  await page.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(/wrong/i);
  await expect(password).toBeFocused();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await password.fill(account.password);
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  // The proof is new now, and a deletion asks in any case.
  const proof = page.getByRole('main').getByLabel('Password', { exact: true });
  await proof.fill('wrong-horse-battery');
  await page.keyboard.press('Enter');
  await expect(proof).toHaveAccessibleDescription(/wrong/i);
  await expectAccessible(page);
  await proof.fill(account.password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expectPage(page, '/login', 'Log in');
  await expect(page.getByText('Your account is going to be deleted')).toBeVisible();

  await open(page, await mailed(account.email, /\/undo-delete-account\?token=[\w-]+/));
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await logIn(page, account.email, account.password);
  await expectPage(page, '/dashboard', 'Dashboard');
});
