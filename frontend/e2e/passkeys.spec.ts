import type { Page } from '@playwright/test';

import { addAuthenticator } from './support/authenticator';
import { expectAccessible, expectAccessibleIn, PHONE } from './support/axe';
import { sql } from './support/database';
import { alert, expectPage, logIn } from './support/forms';
import { expect, failed, open, test } from './support/test';
import { enableTwoFa } from './support/totp';

test.use({ expectedProblems: [failed(400, 404)] });

const LOG_IN = 'Log in with a passkey';

async function add(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

/** Open the login as somebody who is not logged in. */
async function leave(page: Page, path = '/login'): Promise<void> {
  await page.evaluate(() => localStorage.removeItem('sample.token'));
  await open(page, path);
}

test('a passkey is added, named, logs in with nothing else, and is removed', async ({
  userPage: page,
}) => {
  const device = await addAuthenticator(page);
  await open(page, '/settings/passkeys');
  await expect(page.getByText('No passkeys yet')).toBeVisible();
  await device.recognises(false);
  await add(page);
  await expect(alert(page)).toContainText('No passkey was used.');
  await device.recognises(true);
  await add(page);
  const rows = page.getByRole('list', { name: 'Your passkeys' }).getByRole('listitem');
  await expect(rows).toHaveText([/Linux.*On one device.*Not used yet/]);
  await add(page);
  await expect(alert(page)).toContainText('This device has a passkey for your account already.');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Rename Linux' }).press('Enter');
  const name = page.getByRole('dialog').getByLabel('Name');
  await name.fill(' ');
  await page.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription('Enter something here.');
  await name.fill('Laptop');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveText([/Laptop/]);
  await expect(page.getByRole('button', { name: 'Rename Laptop' })).toBeFocused();

  // The browser offers it below the field while the button asks for it.
  await device.answers(false);
  await leave(page, '/login?next=%2Fsettings%2Fpasskeys');
  await expect.poll(device.asked).toBe(1);
  await device.recognises(false);
  await device.answers(true);
  await page.getByRole('button', { name: LOG_IN }).click();
  await expect(alert(page)).toContainText('No passkey was used.');
  // After the failure it is offered again, but not for ever to a browser that refuses.
  await expect.poll(device.asked).toBe(2 + 10);
  await device.recognises(true);
  await page.getByRole('button', { name: LOG_IN }).click();
  await expectPage(page, '/settings/passkeys', 'Passkeys');
  await expect(rows).toHaveText([/Laptop.*Last used/]);

  // Picked below the field.
  await leave(page);
  await expectPage(page, '/dashboard', 'Dashboard');

  await open(page, '/settings/passkeys');
  await page.getByRole('button', { name: 'Remove Laptop' }).press('Enter');
  await expect(page.getByRole('dialog')).toContainText('It no longer logs you in.');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No passkeys yet')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect.poll(device.count).toBe(0);
});

test('a passkey is a second factor; one that was removed is forgotten', async ({
  userPage: page,
  account,
}) => {
  const device = await addAuthenticator(page);
  await open(page, '/settings/passkeys');
  await add(page);
  await expect(page.getByText('Not used yet')).toBeVisible();
  await enableTwoFa(account);

  await device.answers(false);
  await leave(page);
  await logIn(page, account.email, account.password);
  await expectPage(page, '/two-fa', 'Enter your code');
  await device.recognises(false);
  await device.answers(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(alert(page)).toContainText('No passkey was used.');
  await device.recognises(true);
  await page.getByLabel('Trust this device for 30 days').check();
  await page.getByRole('button', { name: 'Use a passkey' }).press('Enter');
  await expectPage(page, '/dashboard', 'Dashboard');
  expect(await page.evaluate(() => localStorage.getItem('sample.device'))).not.toBeNull();

  await sql(`DELETE FROM passkeys USING users WHERE users.id = user_id AND email = %(email)s`, {
    email: account.email,
  });
  await page.evaluate(() => localStorage.removeItem('sample.device'));
  await leave(page);
  await expect(alert(page)).toContainText('This passkey was removed from its account.');
  await expect.poll(device.count).toBe(0);
  await logIn(page, account.email, account.password);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(alert(page)).toContainText('Your account has no passkey. Use a code.');
});

test('an offer is renewed before the service stops taking its answer', async ({ page }) => {
  const device = await addAuthenticator(page);
  await device.answers(false);
  await page.clock.install();
  await open(page, '/login');
  await expect.poll(device.asked).toBe(1);

  // Three quarters of the five minutes.
  await page.clock.runFor('03:46');

  await expect.poll(device.asked).toBe(2);
  await page.clock.runFor('00:10');
  expect(await device.asked()).toBe(2);
});

test('a browser without passkeys says so, and offers none', async ({ userPage: page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { PublicKeyCredential: undefined });
  });
  await open(page, '/settings/passkeys');
  await expect(page.getByText('This browser cannot make passkeys')).toBeVisible();
  await expect(page.getByText('No passkeys yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0);
  await expectAccessibleIn(page, PHONE, 'light');
  await leave(page);
  // The place that is kept for the button is given up.
  await expect(page.locator('div.h-control:empty')).toHaveCount(0);
  await expect(page.getByRole('button', { name: LOG_IN })).toHaveCount(0);
});
