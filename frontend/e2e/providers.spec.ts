import type { Page } from '@playwright/test';

import { newEmail } from './support/account';
import { expectAccessible } from './support/axe';
import { ageLogin } from './support/database';
import { alert, expectPage, logIn, reload } from './support/forms';
import { expect, failed, open, test } from './support/test';
import { enableTwoFa, totp } from './support/totp';

test.use({ expectedProblems: [failed(400, 403)] });

const CONTINUE = 'Continue with Certified';
const SETTINGS = '/settings/providers';

// The pages of the provider want a font from elsewhere.
test.beforeEach(async ({ context }) => {
  await context.route('https://fonts.googleapis.com/**', (route) =>
    route.fulfill({ contentType: 'text/css', body: '' }),
  );
});

/** Log in at the pages of the provider as the person with this address. */
async function logInThere(page: Page, email: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(email);
  await page.getByPlaceholder('and password').fill('x');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

/** Log in there for the first time: the provider asks whether it may say who one is. */
async function agreeThere(page: Page, email: string): Promise<void> {
  await logInThere(page, email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Open a page as somebody who is logged in neither here nor there. */
async function leave(page: Page, path = '/login'): Promise<void> {
  await page.context().clearCookies();
  await page.evaluate(() => {
    localStorage.removeItem('sample.token');
  });
  await open(page, path);
}

test('a person signs up with a provider, logs in with it and gets a password', async ({ page }) => {
  const email = newEmail();
  await open(page, '/signup?next=%2Fsettings%2Fproviders');
  await page.getByRole('button', { name: CONTINUE }).click();
  await agreeThere(page, email);
  await expect(page).toHaveURL('/oidc?next=%2Fsettings%2Fproviders');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No account is linked yet');
  await expectAccessible(page);
  // Loaded again, it offers the same.
  await reload(page);
  await page.getByRole('button', { name: `Create an account with ${email}` }).click();
  await expectPage(page, SETTINGS, 'Login providers');
  const rows = page.getByRole('list', { name: 'Your linked logins' }).getByRole('listitem');
  await expect(rows).toHaveText([new RegExp(`Certified.*${email}.*Not used yet`)]);
  await expectAccessible(page);

  await leave(page);
  await page.getByRole('button', { name: CONTINUE }).click();
  await agreeThere(page, email);
  await expectPage(page, '/dashboard', 'Dashboard');
  await page.goBack();
  await expect(page).not.toHaveURL(/code=/);

  await open(page, '/settings/password');
  await page.getByRole('button', { name: 'Log out and get one by e-mail' }).click();
  await expectPage(page, '/forgot-password', 'Forgot your password?');
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
});

test('an owner links a login after the second factor, proves with it, unlinks and links it', async ({
  page,
  account,
}) => {
  const email = newEmail();
  const { secret } = await enableTwoFa(account);
  await open(page, `/login?next=${encodeURIComponent(SETTINGS)}`);
  await page.getByRole('button', { name: CONTINUE }).click();
  await agreeThere(page, email);
  await page.getByRole('button', { name: 'I have an account: log in to link it' }).click();
  await expect(page.getByText(`we link your login at Certified (${email})`)).toBeVisible();
  await expectAccessible(page);
  await logIn(page, account.email, account.password);
  await page.getByLabel('Code of 6 digits').fill(totp(secret));
  await expectPage(page, SETTINGS, 'Login providers');
  await expect(page.getByText('Certified is linked.')).toBeVisible();
  const rows = page.getByRole('list', { name: 'Your linked logins' }).getByRole('listitem');
  await expect(rows).toHaveText([new RegExp(email)]);

  await ageLogin(account);
  const unlink = page.getByRole('button', { name: 'Unlink Certified' });
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Unlink' });
  await unlink.click();
  await confirm.click();
  const prove = page.getByRole('button', { name: 'Confirm with Certified' });
  await expect(prove).toBeVisible();
  await expectAccessible(page);
  await prove.click();
  await logInThere(page, email);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
  await expectAccessible(page);
  await page.getByLabel('Code from your authenticator app').fill(totp(secret, 1));
  await page.keyboard.press('Enter');
  await expectPage(page, SETTINGS, 'Login providers');
  await expect(page.getByText('Confirmed. Now repeat your step.')).toBeVisible();
  await unlink.click();
  await confirm.click();
  await expect(page.getByText('No linked logins yet')).toBeVisible();

  await page.getByRole('button', { name: 'Link Certified' }).click();
  await expectPage(page, SETTINGS, 'Login providers');
  await expect(rows).toHaveText([new RegExp(email)]);

  await page.evaluate(() => localStorage.removeItem('sample.token'));
  await open(page, '/login?next=%2Fdocuments');
  await page.getByRole('button', { name: CONTINUE }).click();
  await expectPage(page, '/two-fa?next=%2Fdocuments', 'Enter your code');
});

test('a refusal and answers that belong to no login here are explained', async ({ page }) => {
  await open(page, '/login');
  await page.getByRole('button', { name: CONTINUE }).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(alert(page)).toContainText('You cancelled at Certified');
  await expect(page).toHaveURL('/oidc');

  await open(page, '/oidc?state=x&code=y');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing to complete here');

  await open(page, '/login');
  await page.getByRole('button', { name: CONTINUE }).click();
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
  await open(page, '/oidc?state=x&code=y');
  await expect(alert(page)).toContainText('This login has expired or was begun elsewhere.');
  await expect(page).toHaveURL('/oidc');
  await expectAccessible(page);
});
