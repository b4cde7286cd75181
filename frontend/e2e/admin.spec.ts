import { api, newIp } from './support/account';
import { changeRole, test } from './support/admin';
import { expectAccessible } from './support/axe';
import { ageLogin, sql } from './support/database';
import { expect, failed, open } from './support/test';

const PAGES = [
  '',
  '/users',
  '/users/view?id=01890000-0000-7000-8000-000000000000',
  '/bookings',
  '/bookings/view?id=01890000-0000-7000-8000-000000000000',
  '/availability',
  '/security-log',
  '/outbox',
  '/service',
];

test('the pages of administrators do not exist for others, and ask the API for nothing', async ({
  userPage: page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/api\/v1\/.*admin/.test(request.url())) asked.push(request.url());
  });
  for (const path of PAGES) {
    await page.goto(`/admin${path}`);
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  }
  await expect(page.getByRole('link', { name: 'Administration' })).toBeHidden();
  await expect(page).toHaveTitle('There is no such page · Sample');
  await expectAccessible(page);
  expect(asked).toEqual([]);
});

test.describe('an administrator', () => {
  test.use({ expectedProblems: [failed(403)] });

  test('sees what needs somebody, goes to its page, and nothing more once demoted', async ({
    adminPage: page,
    admin,
    chief,
  }) => {
    await killEmail(admin.email);
    await api({ ip: newIp() }, 'POST', 'users/login', {
      email: admin.email,
      password: 'wrong-horse-battery',
    }).catch(() => undefined);
    await open(page, '/dashboard');
    await page.getByRole('link', { name: 'Administration' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Administration' })).toBeFocused();
    await expectAccessible(page);

    // Who came by the navigation is told where they are, and goes on from there.
    await page.getByRole('link', { name: 'Service', exact: true }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Service' })).toBeFocused();
    await page.goBack();

    const attention = page.getByRole('region', { name: 'Needs attention' });
    await attention.getByRole('link', { name: /failed logins? .*within a day/ }).click();
    await expect(page).toHaveURL('/admin/security-log?kind=login_failed');
    await page.goBack();
    await attention.getByRole('link', { name: /e-mails? could not be sent/ }).click();
    await expect(page).toHaveURL('/admin/outbox?status=dead');
    await expect(page.getByText(admin.email)).toBeVisible();

    await changeRole(chief, admin, false);
    await page.getByLabel('State').selectOption('Sent');
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await expect(page.getByText(admin.email)).toBeHidden();
    await expect(page.getByRole('link', { name: 'Administration' })).toBeHidden();
  });
});

test.describe('a failed e-mail', () => {
  test.use({ expectedProblems: [failed(403, 400)] });

  test('is sent again, after the password, and says why it failed', async ({
    adminPage: page,
    admin,
  }) => {
    await killEmail(admin.email);
    await open(page, '/admin/outbox');
    await page.getByLabel('State').selectOption('Failed');
    await expect(page).toHaveURL('/admin/outbox?status=dead');
    const row = page.getByRole('listitem').filter({ hasText: admin.email });
    await expect(row).toContainText('Reason: SendGrid answered 400 for the recipient');
    await expectAccessible(page);

    const button = row.getByRole('button', { name: /^Try again/ });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Send this e-mail again?' });
    await expect(dialog).toContainText(admin.email);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();

    // The login is a day old: the API wants the password. A wrong one is told.
    await ageLogin(admin);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await proof.getByLabel('Password', { exact: true }).fill('wrong-horse-battery');
    await page.keyboard.press('Enter');
    await expect(proof.getByLabel('Password', { exact: true })).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    await proof.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.keyboard.press('Enter');

    await expect(page.getByText('The e-mail waits to be sent.')).toBeVisible();
    await expect(row).toBeHidden();
    await page.goBack();
    await expect(page).toHaveURL('/admin/outbox');
    await expect(row.first()).toContainText(/Sent|Waiting/);
  });
});

test('the service says what runs, how it is, and who stores most', async ({ adminPage: page }) => {
  await open(page, '/admin/service');
  await expect(page.getByRole('status').filter({ hasText: /works|Works/ })).toBeVisible();
  await expect(page.getByText(/^Sample \d/)).toBeVisible();
  await expect(page.getByRole('meter', { name: 'Disk of the files' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Background jobs' })).toContainText('account counts');

  const checked = page.waitForResponse(/health\/ready/);
  await page.getByRole('button', { name: 'Check again' }).click();
  await checked;
  await page.getByRole('link', { name: 'All accounts by storage' }).click();
  await expect(page).toHaveURL('/admin/users?sort=storage');
});

/** Let the newest e-mail to an address have failed for good. */
async function killEmail(email: string): Promise<void> {
  await sql(
    `UPDATE outbox_emails SET status = 'dead', text = 'Hello', html = 'Hello', attempts = 12,
       last_error = 'SendGrid answered 400 for the recipient', finished_at = now()
     WHERE recipient = %(email)s`,
    { email },
  );
}
