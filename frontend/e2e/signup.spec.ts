import { api, newEmail, newIp, PASSWORD } from './support/account';
import { mailedCode } from './support/mailbox';
import { expect, open, test } from './support/test';

const SIX_DIGITS = 'Code of 6 digits';

test('from the front page to the dashboard with the keyboard alone', async ({ page }) => {
  const email = newEmail();
  await open(page, '/');
  const press = async (name: string) => {
    const link = page.getByRole('main').getByRole('link', { name }).first();
    while (!(await link.evaluate((element) => element === document.activeElement))) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
  };

  await press('Sign up');
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
  await expect(page.getByLabel(SIX_DIGITS)).toBeFocused();
  await page.keyboard.type(await mailedCode(email));

  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeFocused();
  const token = await page.evaluate(() => localStorage.getItem('sample.token') ?? '');
  const me = await api<object>({ token, ip: newIp() }, 'GET', 'users/me');
  expect(me).toMatchObject({ email, timezone: 'Europe/London', locale: 'en-GB', full_name: null });
});
