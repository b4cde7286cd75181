import { api, logIn, newEmail, signUp } from './support/account';
import { expectAccessible } from './support/axe';
import { expectPage, reload } from './support/forms';
import { mailedCode } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

const NEW_PASSWORD = 'a-quiet-orchard-at-dusk';

test.use({ expectedProblems: [failed(400, 409)] });

test('a new password ends the other logins, and not this one', async ({
  userPage: page,
  account,
}) => {
  const other = await logIn(account);
  const tab = await page.context().newPage();
  await open(tab, '/settings');
  await open(page, '/settings/password');
  const current = page.getByLabel('Current password');
  const next = page.getByLabel('New password');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(current).toBeFocused();
  await current.fill('wrong-horse-battery');
  await next.fill(`${account.email} 1`);
  await expect(page.getByText('Easy to guess.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(current).toHaveAccessibleDescription(/wrong/i);
  await expect(current).toBeFocused();
  await current.fill(account.password);
  await page.keyboard.press('Enter');
  await expect(next).toHaveAccessibleDescription(/too easy to guess/);
  await expect(next).toBeFocused();
  await expect(current).toHaveValue(account.password);
  await expectAccessible(page);
  await next.fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');

  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await expect(current).toHaveValue('');
  await expect(api(other, 'GET', 'users/me')).rejects.toThrow('401');
  await expect(logIn(account)).rejects.toThrow('400');
  // Another tab goes on with the new token.
  await tab.getByLabel('Full name').fill('Ada King');
  await tab.getByRole('button', { name: 'Save' }).click();
  await expect(tab.getByText('Saved.')).toBeVisible();
  await reload(page);
  await expectPage(page, '/settings/password', 'Password');
});

test('a new address is confirmed by its code', async ({ userPage: page, account }) => {
  const taken = await signUp();
  const email = newEmail();
  const address = page.getByLabel('New e-mail address');
  const password = page.getByLabel('Password', { exact: true });
  await open(page, '/settings/email');
  await address.fill(account.email);
  await password.fill('wrong-horse-battery');
  await page.keyboard.press('Enter');
  await expect(page.locator('[aria-invalid]')).toBeFocused();
  await expect(address).toHaveValue(account.email);
  await expectAccessible(page);
  await password.fill(account.password);
  await page.keyboard.press('Enter');
  await expect(address).toBeFocused();

  // Who asks does not learn whether somebody has the address.
  await address.fill(taken.email);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`A change to ${taken.email} waits for its code.`)).toBeVisible();
  const heading = page.getByRole('heading', { level: 1, name: 'E-mail address' });
  await expect(heading).toBeFocused();
  await page.getByRole('button', { name: 'Another address' }).press('Enter');
  await expect(heading).toBeFocused();
  await address.fill(` ${email} `);
  await password.fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`A change to ${email} waits for its code.`)).toBeVisible();
  await reload(page);
  const code = page.getByLabel('Code from the e-mail');
  const right = await mailedCode(email);
  await code.fill(right === '000000' ? '000001' : '000000');
  await page.keyboard.press('Enter');
  await expect(code).toBeFocused();
  await expect(page.getByText('This code is not right')).toBeVisible();
  await expectAccessible(page);
  await code.fill(` ${right.slice(0, 3)} ${right.slice(3)}`);
  await page.keyboard.press('Enter');

  await expect(page.getByText('Your address is changed.')).toBeVisible();
  await expect(page.getByText(`Your address is ${email}.`)).toBeVisible();
  await expect(heading).toBeFocused();
  await expect(address).toHaveValue('');
  await logIn({ ...account, email });
});
