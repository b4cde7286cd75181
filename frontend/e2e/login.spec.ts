import { expectAccessible } from './support/axe';
import { expect, failed, open, test } from './support/test';

test.describe('login', () => {
  test('leads to the dashboard', async ({ page, account }) => {
    await open(page, '/login');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();

    await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
    await expect(page).toHaveURL('/dashboard');
  });

  test.describe('with a wrong password', () => {
    test.use({ expectedProblems: [failed(400)] });

    test('says so, and keeps what was typed', async ({ page, account }) => {
      await open(page, '/login');
      await page.getByLabel('E-mail address').fill(account.email);
      await page.getByLabel('Password', { exact: true }).fill('wrong-horse-battery');
      await page.getByRole('button', { name: 'Log in', exact: true }).click();

      await expect(page.locator('main').getByRole('alert')).toContainText(
        'Wrong e-mail or password.',
      );
      await expect(page.getByLabel('E-mail address')).toHaveValue(account.email);
      await expectAccessible(page);
    });
  });

  test('names what is missing, and focuses the first field', async ({ page }) => {
    await open(page, '/login');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();

    await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toBeFocused();
    await expectAccessible(page);
  });
});

test('a page that needs a login leads there and back', async ({ page, account }) => {
  await page.goto('/dashboard?from=mail');
  await expect(page).toHaveURL('/login?next=%2Fdashboard%3Ffrom%3Dmail');
  await open(page, page.url());
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL('/dashboard?from=mail');
});
