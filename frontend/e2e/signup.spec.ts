import { api, newEmail, newIp, PASSWORD } from './support/account';
import { expectAccessible } from './support/axe';
import { alert, CODE, expectPage, logIn, paste, reload } from './support/forms';
import { mailedCode } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

const VERIFY = 'Check your e-mail';

test('from the front page to the dashboard with the keyboard alone', async ({ page }) => {
  const email = newEmail();
  await open(page, '/');
  const signUp = page.getByRole('main').getByRole('link', { name: 'Sign up' });
  while (!(await signUp.evaluate((link) => link === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('sunshine1');
  await expect(page.getByText('Easy to guess.')).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(PASSWORD);
  await expect(page.getByText('Hard to guess.')).toBeVisible();
  await page.keyboard.press('Enter');

  await expect(page.getByText(`We sent a code to ${email}`)).toBeVisible();
  await expect(page.getByLabel(CODE)).toBeFocused();
  await page.keyboard.type(await mailedCode(email));

  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeFocused();
  const token = await page.evaluate(() => localStorage.getItem('sample.token') ?? '');
  const me = await api<object>({ token, ip: newIp() }, 'GET', 'users/me');
  expect(me).toMatchObject({ email, timezone: 'Europe/London', locale: 'en-GB', full_name: null });
});

test.describe('with mistakes', () => {
  test.use({ expectedProblems: [failed(400)] });

  test('a sign-up names each at its field, and loses nothing', async ({ page }) => {
    const email = newEmail();
    const password = page.getByLabel('Password', { exact: true });
    const submit = page.getByRole('button', { name: 'Create account' });
    await open(page, '/signup');

    await submit.click();
    await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toBeFocused();
    await expectAccessible(page);

    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Full name').fill('Ada Lovelace');
    await password.fill('ä'.repeat(40));
    await submit.click();
    await expect(page.getByText('This password is too long.')).toBeVisible();
    await password.fill('short');
    await expect(page.getByText('Use at least 8 characters.')).toBeVisible();
    await password.fill('lovelace2026');
    await submit.click();
    await expect(page.getByText('This password is too easy to guess.')).toBeVisible();
    await expect(password).toBeFocused();
    await expect(page.getByLabel('Full name')).toHaveValue('Ada Lovelace');

    // Another address, after all: what was typed is still there.
    await password.fill(PASSWORD);
    await submit.click();
    await expectPage(page, '/verify-signup', VERIFY);
    await page.getByRole('link', { name: 'Use another address' }).click();
    await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  });

  test('a code can be wrong, new, and late', async ({ page, context }) => {
    const email = newEmail();
    const started = Date.now();
    await page.clock.setFixedTime(started);
    await open(page, '/signup');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();

    // The step outlives a reload, and is of this tab.
    await expectPage(page, '/verify-signup', VERIFY);
    await reload(page);
    await expect(page.getByText(`We sent a code to ${email}`)).toBeVisible();
    const other = await context.newPage();
    await open(other, '/verify-signup');
    await expect(other.getByText('This browser tab has no sign-up')).toBeVisible();
    await expectAccessible(other);

    // A wrong code stays and is typed over.
    const first = await mailedCode(email);
    const wrong = first === '000000' ? '111111' : '000000';
    await page.getByLabel(CODE).pressSequentially(wrong);
    await expect(page.getByText('This code is not right')).toBeVisible();
    await expect(page.getByLabel(CODE)).toHaveValue(wrong);
    await expect(page.getByLabel(CODE)).toBeFocused();
    await expectAccessible(page);

    // A minute later the code can be sent again. The account logs in meanwhile.
    const resend = page.getByRole('button', { name: 'Send a new code' });
    await expect(resend).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByText('in 1:00')).toBeVisible();
    await page.clock.setFixedTime(started + 59_500);
    await expect(page.getByText('in 0:01')).toBeVisible();
    await page.clock.setFixedTime(started + 60_000);
    await expect(resend).toHaveAttribute('aria-disabled', 'false');
    await resend.click();
    await expect(page.getByText('A new code is on its way')).toBeVisible();
    await expect(resend).toHaveAttribute('aria-disabled', 'true');
    await open(other, '/login');
    await logIn(other, email, PASSWORD);
    await expect(other.getByText('is not confirmed yet')).toBeVisible();
    await expect(other).toHaveURL('/verify-signup');
    await reload(other);

    // The mail was sent within the minute of the service, so the code is still the first.
    await other.getByLabel(CODE).focus();
    await paste(other, `${first.slice(0, 3)} ${first.slice(3)}`);
    await expectPage(other, '/dashboard', 'Dashboard');
    // The login is seen in the tab that waited for the code.
    await expectPage(page, '/dashboard', 'Dashboard');
  });
});

test.describe('at the limit', () => {
  test.use({ expectedProblems: [failed(429)] });

  test('the page says when a code can be asked for', async ({ page, ip }) => {
    const body = { signup_token: 'nobody' };
    for (let call = 0; call < 20; call += 1) {
      await api({ ip }, 'POST', 'users/resend-code', body);
    }
    await open(page, '/verify-signup');
    await page.evaluate(() => {
      const signup = { email: 'ada@example.com', token: 'nobody', resendAt: 0 };
      sessionStorage.setItem('sample.steps', JSON.stringify({ signup }));
    });
    await reload(page);

    await page.getByRole('button', { name: 'Send a new code' }).click();

    await expect(alert(page)).toContainText(/Too many tries\.\s*Try again in 59:\d\d/);
    await expect(page.getByRole('button', { name: 'Send a new code' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });
});

test('a closed sign-up says so', async ({ page }) => {
  await page.route('**/api/v1/config', async (route) => {
    const reply = await route.fetch();
    const config = (await reply.json()) as object;
    await route.fulfill({ response: reply, json: { ...config, signup_open: false } });
  });
  await open(page, '/signup?next=%2Fsettings');

  await expect(page.getByRole('heading', { name: 'Sign-up is closed' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/login?next=%2Fsettings');
});
