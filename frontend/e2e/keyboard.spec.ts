import type { Page } from '@playwright/test';

import { expectAccessible } from './support/axe';
import { upload } from './support/documents';
import { expectPage } from './support/forms';
import { expect, hold, open, test } from './support/test';

const link = (page: Page, name: string) => page.getByRole('table').getByRole('link', { name });
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });

/** Open the palette, type, and take what it found first. */
async function command(page: Page, typed: string, found: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(typed);
  await expect(palette(page).getByRole('option', { selected: true })).toHaveText(found);
  await page.keyboard.press('Enter');
}

test('the list of documents works by keys alone', async ({ userPage: page, account }) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  await upload(account, { name: 'c.txt', title: 'Gamma', content: 'c' });
  await open(page, '/documents?sort=title');
  await expect(link(page, 'Gamma')).toBeVisible();

  await page.keyboard.press('/');
  await expect(page.getByLabel('Search documents')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(link(page, 'Alpha')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await expect(page.getByRole('status').getByText('3 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').getByText('3 documents')).toBeVisible();

  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expect(link(page, 'Beta')).toHaveCount(0);
  await expect(link(page, 'Gamma')).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(link(page, 'Beta')).toBeVisible();

  await page.getByRole('button', { name: 'Actions for Gamma' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Move to trash' }).press('Enter');
  await expect(link(page, 'Gamma')).toHaveCount(0);
  await expect(link(page, 'Beta')).toBeFocused();

  await link(page, 'Beta').press('F2');
  await expect(page.getByLabel('New title')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link(page, 'Beta')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Beta' })).toBeFocused();
});

test('keys are explained, and those of a single sign can be switched off', async ({
  userPage: page,
}) => {
  await open(page, '/documents');
  await expect(page.getByText('No documents yet')).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByRole('region', { name: 'On every page' })).toContainText(
    'Search and commandsCtrlK',
  );
  await expectAccessible(page);
  await help.getByLabel('Shortcuts of a single sign').uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search documents')).not.toBeFocused();

  // The palette still leads to the help.
  await command(page, 'keyboard', 'Keyboard shortcuts');
  await expect(help.getByLabel('Shortcuts of a single sign')).not.toBeChecked();
  await help.getByLabel('Shortcuts of a single sign').check();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search documents')).toBeFocused();
});

test('the palette stays open when the account arrives after it', async ({ userPage: page }) => {
  const answer = await hold(page, '**/users/me');
  await open(page, '/dashboard');
  await page.getByRole('button', { name: 'Search and commands' }).click();
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  answer();
  await expect(page.locator('h1')).toHaveText('Dashboard');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
});

test('the palette leads to pages and documents, and acts', async ({ userPage: page, account }) => {
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  await open(page, '/dashboard');
  await page.getByRole('button', { name: 'Search and commands' }).click();
  await expect(palette(page).getByRole('option').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('nothing like this');
  await expect(palette(page)).toContainText('Nothing matches.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Search and commands' })).toBeFocused();

  await command(page, 'trash', 'Go to Trash');
  await expectPage(page, '/documents/trash', 'Trash');
  await command(page, 'login prov', 'Go to Login providers');
  await expectPage(page, '/settings/providers', 'Login providers');
  await command(page, 'bet', 'Beta');
  await expect(page.getByRole('heading', { level: 1, name: 'Beta' })).toBeFocused();
  await command(page, 'dark', 'Theme: Dark');
  await expect(page.locator('html')).toHaveClass(/dark/);

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    command(page, 'upload', 'Upload files'),
  ]);
  const buffer = Buffer.from('from the palette');
  await chooser.setFiles({ name: 'p.txt', mimeType: 'text/plain', buffer });
  await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('1 upload done');

  await command(page, 'log out', 'Log out');
  await expectPage(page, '/login', 'Log in');
});
