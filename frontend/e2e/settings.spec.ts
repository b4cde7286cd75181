import { api } from './support/account';
import { expectAccessible } from './support/axe';
import { expect, open, test } from './support/test';

type Me = { full_name: string | null; timezone: string; locale: string };

test('the profile: name, time zone and language, and the page follows at once', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/settings');
  await page.getByLabel('Full name').fill('Ada King');

  // By keyboard alone: the focus stays in the field, the arrows move in the list.
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  const zones = page.getByRole('listbox', { name: 'Time zone' }).getByRole('option');
  await zone.focus();
  await page.keyboard.press('ArrowDown');
  await expect(zones.and(page.locator('[aria-selected=true]'))).toContainText('UTC');
  await page.keyboard.type('to');
  await expectAccessible(page);
  await page.keyboard.type('kyo');
  await expect(zones).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(zone).toHaveValue('Asia/Tokyo');
  await expect(zone).toBeFocused();

  // What was not chosen is forgotten.
  await page.keyboard.type('nowhere');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(zone).toHaveValue('Asia/Tokyo');

  await page.getByLabel('Language and formats').selectOption('de-AT');
  await expect(page.getByText(/1.234,5\. /)).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByText('Gespeichert.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await expect(page).toHaveTitle('Einstellungen · Sample');
  const me = await api<Me>(account, 'GET', 'users/me');
  expect(me).toMatchObject({ full_name: 'Ada King', timezone: 'Asia/Tokyo', locale: 'de-AT' });

  await page.reload();
  await expect(page.getByLabel('Vor- und Nachname')).toHaveValue('Ada King');
  await page.getByLabel('Vor- und Nachname').fill('');
  await page.getByRole('button', { name: 'Europe/London verwenden' }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText('Gespeichert.')).toBeVisible();
  const later = await api<Me>(account, 'GET', 'users/me');
  expect(later).toMatchObject({ full_name: null, timezone: 'Europe/London' });
});

test('a language of the menu is the account’s, and the theme the browser’s', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/settings');
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveClass('dark');
  await page.getByRole('button', { name: 'Your account' }).click();
  const saved = page.waitForResponse((reply) => reply.request().method() === 'PATCH');
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await saved;

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveClass('dark');
  expect(await api<Me>(account, 'GET', 'users/me')).toMatchObject({ locale: 'de' });
});

test('on a phone the settings are a list, and each page leads back to it', async ({
  userPage: page,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, '/settings');
  await page.getByRole('link', { name: 'Security log' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Security log' })).toBeFocused();
  await page.getByRole('link', { name: 'All settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Security log' })).toBeVisible();
});

test('a save changes only what was changed in the form, and the form follows the account', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/settings');
  const other = await page.context().newPage();
  await open(other, '/settings');

  // What another tab saved meanwhile is not erased.
  await page.getByLabel('Full name').fill('Ada King');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await other.getByRole('button', { name: 'Use Europe/London' }).click();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Saved.')).toBeVisible();
  const me = await api<Me>(account, 'GET', 'users/me');
  expect(me).toMatchObject({ full_name: 'Ada King', timezone: 'Europe/London' });

  // The menu changes the language under a form in which something is typed.
  await page.getByLabel('Full name').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Your account' }).click();
  const saved = page.waitForResponse((reply) => reply.request().method() === 'PATCH');
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await saved;
  await expect(page.getByLabel('Sprache und Formate')).toHaveValue('de');
  await expect(page.getByLabel('Vor- und Nachname')).toHaveValue('Ada Lovelace');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText('Gespeichert.')).toBeVisible();
  const later = await api<Me>(account, 'GET', 'users/me');
  expect(later).toEqual({ ...later, full_name: 'Ada Lovelace', locale: 'de' });
});

test.describe('a zone with an old name in the browser', () => {
  test.use({ timezoneId: 'Asia/Calcutta' });

  test('is not offered if the account has it by its new name', async ({
    userPage: page,
    account,
  }) => {
    await open(page, '/settings');
    await expect(page.getByRole('button', { name: 'Use Asia/Kolkata' })).toBeVisible();

    await api(account, 'PATCH', 'users/me', { timezone: 'Asia/Kolkata' });
    await page.reload();

    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Kolkata');
    await expect(page.getByRole('button', { name: 'Use Asia/Kolkata' })).toBeHidden();
  });
});
