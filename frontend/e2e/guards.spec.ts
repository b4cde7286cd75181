import { expectPage, logIn } from './support/forms';
import { expect, open, test } from './support/test';

const GUEST_PAGES = ['/', '/login', '/signup', '/verify-signup', '/two-fa', '/forgot-password'];

test('pages for guests lead those who are logged in to the dashboard', async ({ userPage }) => {
  for (const path of GUEST_PAGES) {
    await userPage.goto(path);
    await expect(userPage, path).toHaveURL('/dashboard');
  }
});

test('a login leads to pages of this site only', async ({ page, userPage, account }) => {
  // Browsers drop the tab from `/<tab>/evil.example`.
  for (const next of ['//evil.example', '/%5Cevil.example', '/%09/evil.example', '/login']) {
    await userPage.goto(`/login?next=${next}`);
    await expect(userPage, next).toHaveURL('/dashboard');
  }
  await open(page, '/login?next=/%09/evil.example');
  await logIn(page, account.email, account.password);
  await expectPage(page, '/dashboard', 'Dashboard');

  // The form is not in the history any more.
  await page.goBack();
  await expect(page).not.toHaveURL(/login/);
});

test('tabs share a login and a logout', async ({ context, page, account }) => {
  const other = await context.newPage();
  await open(other, '/signup?next=%2Fdashboard%3Ffrom%3Dother');
  await open(page, '/login');

  await logIn(page, account.email, account.password);
  await expectPage(page, '/dashboard', 'Dashboard');
  await expectPage(other, '/dashboard?from=other', 'Dashboard');

  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expectPage(page, '/login', 'Log in');
  await expectPage(other, '/login', 'Log in');
  expect(await other.evaluate(() => localStorage.getItem('sample.token'))).toBeNull();
});

test('a page out of the back/forward cache decides again', async ({ userPage: page }) => {
  await open(page, '/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  // Playwright switches this cache off, and the browser from npm has none.
  await page.evaluate(() => {
    localStorage.removeItem('sample.token');
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });

  await expectPage(page, '/login?next=%2Fdashboard', 'Log in');
});
