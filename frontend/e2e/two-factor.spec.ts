import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { type Account, api } from './support/account';
import { expectAccessible } from './support/axe';
import { PHONE } from './support/devices';
import { expect, failed, open, test } from './support/test';
import { totp } from './support/totp';

type Login = { access_token: string };

test.use({ expectedProblems: [failed(400)] });

/** Log in on another device with a recovery code, and let it be trusted. */
async function trust({ email, password, ip }: Account, code: string | undefined): Promise<void> {
  const who = { ip, userAgent: PHONE };
  const login = await api<Login>(who, 'POST', 'users/login', { email, password });
  const pending = { ...who, token: login.access_token };
  await api(pending, 'POST', 'two-fa/verify', { code, trust_device: true });
}

async function shownCodes(page: Page): Promise<string[]> {
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeFocused();
  const codes = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: /^[\w-]{19}$/ });
  await expect(codes).toHaveCount(10);
  return codes.allTextContents();
}

test('two-factor: on, its recovery codes, a trusted device, off', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/settings/two-factor');
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('wrong-horse-battery');
  await page.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(/wrong/i);
  await password.fill(account.password);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  const secret = (await page.locator('code').textContent()) ?? '';
  const first = page.getByLabel('Code that the app shows');
  await first.fill('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This code is wrong or was used before.')).toBeVisible();
  await expect(first).toBeFocused();
  await expectAccessible(page);
  // The code of now is still good for what comes.
  await first.fill(totp(secret, -1));
  await page.keyboard.press('Enter');

  const codes = await shownCodes(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  const text = `${codes.join('\n')}\n`;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as a file' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toBe(text);
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('[data-printed]')).toBeAttached();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have kept them' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();
  await expect(page.getByText(codes[0] ?? '')).toHaveCount(0);

  await trust(account, codes[0]);
  await page.getByRole('link', { name: 'Trusted devices' }).click();
  await page.getByRole('button', { name: /Remove the trust in .*Safari/ }).press('Enter');
  await expect(page.getByText('No trusted devices')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await open(page, '/settings/two-factor');
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible();
  const renewal = page.getByRole('region', { name: 'Make new recovery codes' });
  await renewal.getByLabel('Password', { exact: true }).fill(account.password);
  await renewal.getByRole('button', { name: 'Use a recovery code' }).click();
  const code = renewal.getByLabel('Recovery code');
  await code.fill(codes[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(code).toHaveAccessibleDescription('This code is wrong or was used before.');
  await expectAccessible(page);
  await code.fill(codes[1] ?? '');
  await page.keyboard.press('Enter');
  expect(await shownCodes(page)).not.toContain(codes[2]);
  await page.getByRole('button', { name: 'I have kept them' }).click();

  const end = page.getByRole('region', { name: 'Switch it off' });
  await end.getByLabel('Password', { exact: true }).fill(account.password);
  await end.getByLabel('Code from your authenticator app').fill(totp(secret));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Two-factor is off.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();
});
