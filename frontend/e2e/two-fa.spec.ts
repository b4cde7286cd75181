import { type Account, api } from './support/account';
import { expectAccessible } from './support/axe';
import { alert, CODE, expectPage, logIn, paste, reload } from './support/forms';
import { expect, failed, open, test } from './support/test';
import { enableTwoFa, totp } from './support/totp';

const TITLE = 'Enter your code';

async function wrongCodes(account: Account, logins: number): Promise<void> {
  const { email, password } = account;
  for (let login = 0; login < logins; login += 1) {
    const body = { email, password };
    const pending = await api<{ access_token: string }>(account, 'POST', 'users/login', body);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const who = { ...account, token: pending.access_token };
      // A recovery code that nobody has.
      await api(who, 'POST', 'two-fa/verify', { code: 'AAAA-AAAA-AAAA-AAAA' }).catch(() => {});
    }
  }
}

test.use({ expectedProblems: [failed(400, 401, 429)] });

test('a code of the app logs in, and a trusted device needs none', async ({ page, account }) => {
  const { secret } = await enableTwoFa(account);
  await open(page, '/login?next=%2Fdashboard%3Ffrom%3Dmail');
  await logIn(page, account.email, account.password);

  await expectPage(page, '/two-fa?next=%2Fdashboard%3Ffrom%3Dmail', TITLE);
  await reload(page);
  await expect(page.getByLabel(CODE)).toBeFocused();
  // The pending login is in no other tab.
  expect(await page.evaluate(() => localStorage.getItem('sample.token'))).toBeNull();
  await page.getByLabel('Trust this device for 30 days').check();
  await page.getByLabel(CODE).pressSequentially('000000');
  await expect(page.getByText('This code is wrong or was used before.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(CODE).focus();
  await paste(page, totp(secret));
  await expectPage(page, '/dashboard?from=mail', 'Dashboard');

  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  await open(page, '/login');
  await expect(page.getByLabel('E-mail address')).toHaveValue(account.email);
  await logIn(page, account.email, account.password);
  await expectPage(page, '/dashboard', 'Dashboard');
});

test('a recovery code takes its place, once', async ({ page, account }) => {
  const { recoveryCodes } = await enableTwoFa(account);
  await open(page, '/login');
  await logIn(page, account.email, account.password);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  const code = page.getByLabel('Recovery code');
  await expect(code).toBeFocused();
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('Enter something here.')).toBeVisible();
  await code.fill('AAAA-AAAA-AAAA-AAAA');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('This code is wrong or was used before.')).toBeVisible();
  await expectAccessible(page);

  await code.fill(recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ') ?? '');
  await page.getByRole('button', { name: 'Log in' }).click();

  await expectPage(page, '/dashboard', 'Dashboard');
});

test('five wrong codes end the login, and ten pause it', async ({ page, account }) => {
  await enableTwoFa(account);
  await wrongCodes(account, 1);
  await open(page, '/login');
  await logIn(page, account.email, account.password);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(page.getByLabel(CODE)).toHaveValue('');
    // The message of the attempt before may still be there.
    const refused = page.waitForResponse(/two-fa\/verify$/);
    await page.getByLabel(CODE).pressSequentially('000000');
    await refused;
    await expect(page.getByText('This code is wrong')).toBeVisible();
    const selected = () => page.evaluate(() => getSelection()?.toString());
    await expect.poll(selected).toBe('000000');
    await page.keyboard.press('Backspace');
  }
  await page.getByLabel(CODE).pressSequentially('000000');
  await expectPage(page, '/login', 'Log in');
  await expect(page.getByText('That login took too long')).toBeVisible();
  await expectAccessible(page);

  // Ten by now: even a right code waits.
  await logIn(page, account.email, account.password);
  await page.getByLabel(CODE).pressSequentially('000000');
  await expect(alert(page)).toContainText(/Try again in 1[45]:\d\d/);
  await expect(page.getByRole('link', { name: 'Set a new password' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Back to the login' }).click();
  await expectPage(page, '/login', 'Log in');
  await page.goBack();
  await expectPage(page, '/two-fa', TITLE);
});

test('without a login before it, the page leads there', async ({ page }) => {
  await open(page, '/two-fa?next=%2Fsettings');

  await expect(page.getByRole('heading', { name: 'Log in first' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/login?next=%2Fsettings');
});
