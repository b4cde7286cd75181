import { type Account, api } from './support/account';
import { expectAccessible } from './support/axe';
import { upload } from './support/documents';
import { alert, expectPage, logIn } from './support/forms';
import { lossy } from './support/lossy';
import { expect, failed, open, test } from './support/test';

type Auth = { access_token: string };

const AWAY = 'No answer. Check your connection, then try again.';
const BUSY = 'The service is busy. Try again in a moment.';

lossy.use({ expectedProblems: [/net::ERR_|status of 503|Failed to fetch RSC payload/] });

lossy(
  'without a network or a service nothing is lost, and nobody is logged out',
  async ({ page, account, relay }) => {
    await open(page, '/login');
    relay.cut();
    await logIn(page, account.email, account.password);
    await expect(alert(page)).toContainText(AWAY);
    relay.mend();
    relay.refuse();
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await expect(alert(page)).toContainText(BUSY);
    await expect(page.getByLabel('E-mail address')).toHaveValue(account.email);
    relay.mend();
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await expectPage(page, '/dashboard', 'Dashboard');

    await open(page, '/settings');
    await page.getByLabel('Full name').fill('Ada King');
    relay.cut();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(alert(page)).toContainText(AWAY);
    relay.mend();
    relay.refuse();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(alert(page)).toContainText(BUSY);
    await expect(page.getByLabel('Full name')).toHaveValue('Ada King');

    // Data that was never loaded: each part says so, and loads by itself.
    await page.getByRole('link', { name: 'Dashboard' }).last().click();
    await expect(alert(page)).toHaveCount(4);
    await expect(alert(page).first()).toContainText(BUSY);
    await open(page, '/dashboard');
    await expect(alert(page)).toHaveCount(1);
    await expectAccessible(page);
    relay.mend();
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await expectPage(page, '/dashboard', 'Dashboard');
    await expect(alert(page)).toHaveCount(0);

    // A browser that knows that it is offline does not wait in silence.
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Documents' }).first().click();
    await expect(alert(page)).toContainText(AWAY);
    await expect(page.getByText('0 found')).toHaveCount(0);
    await page.context().setOffline(false);
    await expect(page.getByText('No documents yet')).toBeVisible();
  },
);

lossy('a part that is loaded late comes when the network is back', async ({ page, relay }) => {
  await open(page, '/login');
  await page.getByLabel('E-mail address').fill('ada@example.com');
  relay.cut();
  await page.getByRole('button', { name: 'Theme and language' }).click();
  await expect(page.getByRole('menu')).toBeHidden();
  relay.mend();

  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('E-mail address')).toHaveValue('ada@example.com');
});

test('a document that cannot be opened without a network keeps the list', async ({
  userPage: page,
  account,
}) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  const toasts = page.waitForResponse(
    async (reply) => reply.url().endsWith('.js') && (await reply.text()).includes('sonner-toaster'),
  );
  await open(page, '/documents');
  await expect(page.getByText('1 document', { exact: true })).toBeVisible();
  await toasts;

  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Alpha' }).click();
  await expect(page.getByText(AWAY)).toBeVisible();
  await expectPage(page, '/documents', 'Documents');

  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Alpha' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alpha' })).toBeVisible();
});

test.describe('a login that was refused', () => {
  test.use({ expectedProblems: [failed(401)] });

  test('does not end the one that took its place in another tab', async ({
    userPage: page,
    account,
  }) => {
    const tab = await page.context().newPage();
    for (const each of [tab, page]) {
      await open(each, '/settings');
      await expect(each.getByLabel('Full name')).toBeVisible();
    }
    const token = changedPassword(account);
    // The call is on its way while the login of the other tab becomes this one's.
    await page.route('**/users/me', async (route) => {
      const { access_token } = await token;
      await tab.evaluate((saved) => localStorage.setItem('sample.token', saved), access_token);
      await expect
        .poll(() => page.evaluate(() => localStorage.getItem('sample.token')))
        .toBe(access_token);
      await route.continue();
    });
    await page.getByLabel('Full name').fill('Ada King');
    await page.getByRole('button', { name: 'Save' }).click();

    await expect(alert(page)).toContainText('You logged in again in another tab.');
    await expect(page.getByLabel('Full name')).toHaveValue('Ada King');
    await page.unroute('**/users/me');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page).toHaveURL('/settings');
  });
});

function changedPassword(account: Account): Promise<Auth> {
  return api<Auth>(account, 'POST', 'users/change-password', {
    current_password: account.password,
    new_password: 'a-quiet-orchard-at-dusk',
  });
}
