import { api, newEmail } from './support/account';
import { expectAccessible } from './support/axe';
import { alert, CODE, expectPage, logIn, paste, reload } from './support/forms';
import { mailed, mailedCode } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

const NEW_PASSWORD = 'a-quiet-orchard-at-dusk';

test.use({ expectedProblems: [failed(400, 401, 403, 409)] });

test('a forgotten password is replaced', async ({ page, userPage, account }) => {
  const { email } = account;
  await open(userPage, '/dashboard');
  await open(page, '/login');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expectPage(page, '/forgot-password', 'Forgot your password?');
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  await page.getByRole('button', { name: 'Send the code' }).click();

  await expectPage(page, '/reset-password', 'Check your e-mail');
  await reload(page);
  await expect(page.getByText(`If an account has the address ${email}`)).toBeVisible();
  // The e-mail of the sign-up had a code, too.
  const code = await mailedCode(email, 2);
  await page.getByLabel(CODE).pressSequentially(code === '000000' ? '111111' : '000000');
  await expect(page.getByText('This code is not right')).toBeVisible();
  await expectAccessible(page);
  await paste(page, code);

  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await reload(page);
  const password = page.getByLabel('New password');
  await password.fill('password1');
  await expect(page.getByText('Easy to guess.')).toBeVisible();
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('This password is too easy to guess.')).toBeVisible();
  await expect(password).toBeFocused();
  await expectAccessible(page);
  await password.fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');

  await expectPage(page, '/login', 'Log in');
  await expect(page.getByText('Your password is changed')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  await logIn(page, email, NEW_PASSWORD);
  await expectPage(page, '/dashboard', 'Dashboard');

  // The other device is logged out, and learns it with its next call.
  await reload(userPage);
  await expectPage(userPage, '/login?next=%2Fdashboard', 'Log in');
  await expect(userPage.getByText('You were logged out on this device.')).toBeVisible();
});

test('an unknown address sees the same, and an expired step starts again', async ({ page }) => {
  const email = newEmail();
  await open(page, '/reset-password');
  await expect(page.getByText('This browser tab waits for no code.')).toBeVisible();
  await page.getByRole('link', { name: 'Ask for a code' }).click();
  await page.getByRole('button', { name: 'Send the code' }).click();
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await page.getByLabel('E-mail address').fill(email);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`If an account has the address ${email}`)).toBeVisible();
  await page.getByLabel(CODE).pressSequentially('123456');
  await expect(page.getByText('This code is not right')).toBeVisible();

  await page.evaluate(() => {
    const reset = { email: 'ada@example.com', requestToken: 'x', resetToken: 'old', resendAt: 0 };
    sessionStorage.setItem('sample.steps', JSON.stringify({ reset }));
  });
  await reload(page);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(alert(page)).toContainText('expired');
  await page.getByRole('link', { name: 'Ask for a code' }).click();
  await expectPage(page, '/forgot-password', 'Forgot your password?');
});

test('a mailed link undoes a change of address', async ({ page, account }) => {
  const { email, password } = account;
  const change = { new_email: newEmail(), password };
  await api(account, 'POST', 'users/change-email', change);
  const path = await mailed(email, /\/undo-email-change\?token=[\w-]+/);
  await open(page, path);

  await expectPage(page, '/undo-email-change', 'Undo the change of your e-mail address');
  await reload(page);
  await page.getByRole('button', { name: 'Restore my address' }).click();
  await expectPage(page, '/reset-password', 'Check your e-mail');
  await page.getByLabel(CODE).pressSequentially(await mailedCode(email, 2));
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await expectPage(page, '/login', 'Log in');

  await open(page, path);
  await page.getByRole('button', { name: 'Restore my address' }).click();
  await expect(alert(page)).toContainText('no longer valid');
  await expectAccessible(page);
});

test('a mailed link keeps an account that was to be deleted', async ({ page, account }) => {
  const { email, password } = account;
  await api(account, 'POST', 'users/delete-account', { password });
  await open(page, '/login');
  await logIn(page, email, password);
  await expect(alert(page)).toContainText('about to be deleted');
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);

  await open(page, '/undo-delete-account');
  await expect(page.getByRole('heading', { name: 'This link is not complete' })).toBeVisible();
  await expectAccessible(page);
  await open(page, await mailed(email, /\/undo-delete-account\?token=[\w-]+/));
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account stays' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await logIn(page, email, password);
  await expectPage(page, '/dashboard', 'Dashboard');
});
