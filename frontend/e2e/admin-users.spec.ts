import { randomBytes } from 'node:crypto';

import type { Locator } from '@playwright/test';

import { api, signUp } from './support/account';
import { idOf, test } from './support/admin';
import { expectAccessible } from './support/axe';
import { ageLogin, sql } from './support/database';
import { expect, failed, hold, open } from './support/test';

/** Store accounts of which each name has the same rare word; return the word. */
async function manyUsers(count: number): Promise<string> {
  const word = `w${randomBytes(5).toString('hex')}`;
  await sql(
    `INSERT INTO users (id, email, password_hash, full_name, is_active, created_at, updated_at)
     SELECT gen_random_uuid(), %(word)s || '-' || n || '@example.com', '', 'Ada Number ' || n,
       n %% 10 <> 0, now() - n * interval '1 hour', now()
     FROM generate_series(1, %(count)s) n`,
    { word, count },
  );
  return word;
}

/** Tell whether a box cuts off a part of what is in it. */
function isCut(box: Locator): Promise<boolean> {
  return box.evaluate((element) => element.scrollWidth > element.clientWidth);
}

test('users are searched as one types, filtered, sorted and loaded by pages', async ({
  adminPage: page,
}) => {
  const word = await manyUsers(60);
  await open(page, '/admin/users');
  const table = page.getByRole('table', { name: 'Users' });
  await expect(table).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search by address or name' }).pressSequentially(word);
  await expect(page).toHaveURL(`/admin/users?q=${word}`);
  const rows = table.getByRole('row');
  // The head, and a first page of 50; the next one comes with the end of the list.
  await expect(rows).toHaveCount(51);
  await expect(rows.nth(1)).toContainText(`${word}-1@`);
  await page.getByRole('button', { name: 'Load more' }).focus();
  await expect(rows).toHaveCount(61);
  await expect(page.getByRole('button', { name: 'Load more' })).toBeHidden();
  await expect(page.getByText('End of the list')).toBeFocused();

  await page.getByLabel('State').selectOption('Disabled');
  await page.getByLabel('Order').selectOption('Oldest first');
  await expect(rows).toHaveCount(7);
  await expect(rows.nth(1)).toContainText(`${word}-60@`);
  await expect(page).toHaveURL(`/admin/users?q=${word}&state=disabled&sort=oldest`);
  await expectAccessible(page);

  await page.reload();
  await expect(rows).toHaveCount(7);
  await expect(page.getByRole('searchbox')).toHaveValue(word);
  await rows.nth(1).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Number 60' })).toBeFocused();
  await page.getByRole('link', { name: 'All users' }).click();
  await expect(rows).toHaveCount(7);
  await page.goBack();
  await page.goBack();
  await expect(rows).toHaveCount(7);
  await page.goBack();
  await expect(page.getByLabel('Order')).toHaveValue('newest');

  await page.getByRole('searchbox').fill('nobody has this address');
  await expect(page.getByText('No account matches')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(page).toHaveURL('/admin/users');

  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByRole('searchbox').fill(`${word}-17@`);
  const links = page.getByRole('list', { name: 'Users' }).getByRole('link');
  await expect(links).toHaveCount(1);
  await links.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Number 17' })).toBeVisible();
});

test('one long name without a blank does not push the columns away', async ({
  adminPage: page,
  account,
}) => {
  await api(account, 'PATCH', 'users/me', { full_name: 'x'.repeat(200) });
  await open(page, `/admin/users?q=${account.email}`);
  const name = page.getByText('x'.repeat(200));
  const card = page.getByRole('table', { name: 'Users' }).locator('..');
  await expect(name).toBeVisible();
  expect(await isCut(card)).toBe(false);

  await page.setViewportSize({ width: 360, height: 640 });
  const list = page.getByRole('list', { name: 'Users' });
  await expect(list).toContainText('x'.repeat(200));
  expect(await isCut(list)).toBe(false);
});

test.describe('one user', () => {
  test.use({ expectedProblems: [failed(403, 401)] });

  test('is disabled and enabled, each change is confirmed, and the log keeps it', async ({
    adminPage: page,
    admin,
  }) => {
    const other = await signUp();
    const id = await idOf(other);
    await open(page, `/admin/users/view?id=${id}`);
    await expect(page.getByText('Logged in on 1 device.')).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('All logins end at once');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('Active: the owner can log in.')).toBeVisible();

    await ageLogin(admin);
    await page.getByRole('button', { name: 'Disable' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await proof.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await proof.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The account is disabled.')).toBeVisible();
    await expect(page.getByText('Logged in nowhere.')).toBeVisible();
    await expect(api(other, 'GET', 'users/me')).rejects.toThrow('401');

    await page.getByRole('button', { name: 'Enable' }).click();
    await dialog.getByRole('button', { name: 'Enable' }).click();
    await expect(page.getByText('The account is enabled.')).toBeVisible();
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await dialog.getByRole('button', { name: 'Make administrator' }).click();
    await expect(page.getByText('Administrator: sees and changes')).toBeVisible();
    await page.getByRole('button', { name: 'Remove administrator' }).click();
    await dialog.getByRole('button', { name: 'Remove administrator' }).click();
    await expect(page.getByText('No administrator: sees only')).toBeVisible();

    await page.getByRole('link', { name: 'Open the log' }).click();
    await expect(page).toHaveURL(`/admin/security-log?user=${id}`);
  });

  test('is disabled, and the dialog asks nothing else before it is closed', async ({
    adminPage: page,
  }) => {
    const other = await signUp();
    await open(page, `/admin/users/view?id=${await idOf(other)}`);
    await expect(page.getByText('0 of 10,000')).toBeVisible();
    const answer = await hold(page, '**/usage');
    await page.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByText('Disabled: nobody can log in')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Disable' })).toBeVisible();
    answer();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Enable' })).toBeFocused();
  });

  test('gets other limits, and those of all accounts back', async ({ adminPage: page }) => {
    const other = await signUp();
    await open(page, `/admin/users/view?id=${await idOf(other)}`);
    await page.getByRole('button', { name: 'Change the limits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Space in GB').fill('much');
    await dialog.getByLabel('Number of files').fill('-1');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Enter a number, such as 5 or 0.5.')).toBeVisible();
    await expect(dialog.getByLabel('Space in GB')).toBeFocused();
    await expectAccessible(page);

    await dialog.getByLabel('Space in GB').fill('2,5');
    await dialog.getByLabel('Number of files').fill('7');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The limits are changed.')).toBeVisible();
    await expect(page.getByText('0 bytes of 2.5 GB')).toBeVisible();
    await expect(page.getByText('0 of 7')).toBeVisible();
    const usage = await api<{ limit_bytes: number }>(other, 'GET', 'documents/usage');
    expect(usage.limit_bytes).toBe(2_500_000_000);

    await page.getByRole('button', { name: 'Change the limits' }).click();
    await dialog.getByRole('button', { name: 'Use the limits of all accounts' }).click();
    await expect(page.getByText('The limits of all accounts apply again.')).toBeVisible();
    await expect(page.getByText('0 bytes of 5.4 GB')).toBeVisible();
  });

  test('that is one’s own warns, and disabling it logs out', async ({ adminPage: page, admin }) => {
    await open(page, `/admin/users/view?id=${await idOf(admin)}`);
    await expect(page.getByRole('link', { name: 'To your settings' })).toBeVisible();
    await page.getByRole('button', { name: 'End all logins' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('you will be logged out');
    await dialog.getByRole('button', { name: 'End all logins' }).click();
    await expect(page).toHaveURL(/\/login/);
  });
});

test.describe('a wrong address', () => {
  test.use({ expectedProblems: [failed(404)] });

  test('says that there is no such account', async ({ adminPage: page }) => {
    for (const id of ['01890000-0000-7000-8000-000000000000', 'x']) {
      await open(page, `/admin/users/view?id=${id}`);
      await expect(page.getByRole('heading', { name: 'There is no such account' })).toBeVisible();
    }
    await expectAccessible(page);
  });
});
