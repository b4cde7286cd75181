import { api, logIn, promote } from './support/account';
import { expectAccessible } from './support/axe';
import { sql } from './support/database';
import { expectPage } from './support/forms';
import { LAPTOP, PHONE } from './support/devices';
import { expect, failed, open, openContext, test } from './support/test';

test.use({ expectedProblems: [failed(404)] });

test('logins are ended: one, one that is gone already, all others', async ({
  userPage: page,
  browser,
  account,
}) => {
  const phone = await logIn(account, PHONE);
  const laptop = await logIn(account, LAPTOP);
  const elsewhere = await openContext(browser, phone);
  const other = await elsewhere.newPage();
  await open(other, '/settings');
  await open(page, '/settings/sessions');
  const rows = page.getByRole('list', { name: 'Your logins' }).getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('This one');
  await expect(rows.first().getByRole('button')).toHaveCount(0);

  // By keyboard; the focus goes to the row beside it.
  await page.getByRole('button', { name: /Log out .*Safari/ }).press('Enter');
  await expect(page.getByText(/Safari on .* is logged out\./)).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('button', { name: /Log out Firefox/ })).toBeFocused();
  await other.getByLabel('Full name').fill('Ada');
  await other.getByRole('button', { name: 'Save' }).click();
  await expectPage(other, '/login?next=%2Fsettings', 'Log in');
  await expect(other.getByText('You were logged out on this device.')).toBeVisible();
  await elsewhere.close();

  await api(laptop, 'POST', 'users/logout');
  await page.getByRole('button', { name: /Log out Firefox/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByText('You are logged in nowhere else.')).toBeVisible();

  const more = await logIn(account, LAPTOP);
  await open(page, '/settings/sessions');
  const all = page.getByRole('button', { name: 'Log out all others' });
  await all.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(all).toBeFocused();
  await all.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Log out all others' }).click();
  await expect(page.getByText('All others are logged out.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(api(more, 'GET', 'users/me')).rejects.toThrow('401');

  await sql(
    `INSERT INTO security_events (id, user_id, kind, device, address, created_at)
     SELECT gen_random_uuid(), id, 'data_exported', '', '', now() - n * interval '1 day'
     FROM users, generate_series(1, 25) n WHERE email = %(email)s`,
    { email: account.email },
  );
  await open(page, '/settings/security-log');
  const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(events).toHaveCount(25);
  await expect(events.first()).toContainText('All other logins were ended');
  await page.getByRole('button', { name: 'Load more' }).press('Enter');
  await expect(events.last()).toContainText('All data downloaded');
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0);
});

test('what an operator changed by the command line is named so in the log', async ({
  userPage: page,
  account,
}) => {
  await promote(account);
  await api(account, 'PATCH', 'users/me', { locale: 'de' });
  await open(page, '/settings/security-log');

  // It has no system and no address.
  await expect(page.getByText('Kommandozeile', { exact: true })).toBeVisible();
});

test('on a device whose clock is behind, a login was used now, not in the future', async ({
  userPage: page,
}) => {
  await page.clock.setFixedTime(Date.now() - 3 * 3_600_000);
  await open(page, '/settings/sessions');

  await expect(page.getByText(/^Last used now · /)).toBeVisible();
});
