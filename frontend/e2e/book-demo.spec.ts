import type { Page } from '@playwright/test';

import { api, newEmail, newIp } from './support/account';
import { expectAccessible } from './support/axe';
import { mailed } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

// Its tests take the same few times from each other.
test.describe.configure({ mode: 'serial' });

type Slot = { start: string; end: string };

const times = (page: Page) => page.getByRole('list').getByRole('button', { name: /^\d{2}:\d{2}$/ });

/** Fill in the form of a visitor whose time is chosen. */
async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address at work').fill(email);
  await page.getByLabel('Company (optional)').fill('Analytical Engines');
}

/** Book a free time by the API, and return its token. */
async function booked(slot?: Slot): Promise<{ manage_token: string; start: string }> {
  const who = { ip: newIp() };
  const free = slot ?? (await freeSlots())[Math.floor(Math.random() * 40)];
  const body = { name: 'Ada', email: newEmail(), start: free?.start, timezone: 'Europe/London' };
  return api(who, 'POST', 'book-demo/book', body);
}

async function freeSlots(): Promise<Slot[]> {
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `date_from=${day(3)}&date_to=${day(30)}&timezone=Europe/London`;
  const { items } = await api<{ items: Slot[] }>(
    { ip: newIp() },
    'GET',
    `book-demo/slots?${query}`,
  );
  return items;
}

test('a visitor books a demo, and follows the mailed link to move and cancel it', async ({
  page,
}) => {
  const email = newEmail();
  await open(page, '/book-demo');

  await times(page).first().click();
  await page.getByRole('button', { name: 'Book this time' }).click();
  await expect(page.getByText('Enter something here.')).toBeVisible();
  // The bounds of the API.
  await expect(page.getByLabel('Your name')).toHaveAttribute('maxlength', '200');
  await expect(page.getByLabel('Company (optional)')).toHaveAttribute('maxlength', '200');
  await expect(page.getByLabel('What do you want to see? (optional)')).toHaveAttribute(
    'maxlength',
    '2000',
  );
  await expect(page.getByLabel('Your name')).toBeFocused();
  await expectAccessible(page);

  await fillIn(page, email);
  await page.getByRole('button', { name: 'Change the time' }).click();
  await times(page).last().click();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Lovelace');
  await page.getByRole('button', { name: 'Book this time' }).click();

  await expect(page.getByRole('heading', { name: 'Your demo is booked' })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add to Google' })).toHaveAttribute(
    'href',
    /^https:\/\/calendar\.google\.com\/.*dates=\d{8}T\d{6}Z/,
  );
  await expectAccessible(page);

  const link = await mailed(email, /http\S+\/book-demo\/manage\/[\w-]+/);
  await open(page, new URL(link).pathname);
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Calendar file' }).click();
  expect((await file).suggestedFilename()).toMatch(/\.ics$/);

  await page.getByRole('button', { name: 'Move to another time' }).click();
  await times(page).first().click();
  await page.getByRole('button', { name: 'Move to this time' }).click();
  await expect(page.getByText('Your demo is moved.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Cancel the demo' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the demo' }).click();
  await expect(page.getByText('This demo is cancelled.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('This demo is cancelled.')).toBeVisible();
});

test('"Back" leads from the form to the times, and "Forward" to the form with its entries', async ({
  page,
}) => {
  await open(page, '/');
  await open(page, '/book-demo');
  const name = page.getByLabel('Your name');
  await times(page).first().click();
  await fillIn(page, newEmail());

  await page.goBack();
  await expect(times(page).first()).toBeVisible();
  await expect(name).toBeHidden();
  await page.goForward();
  await expect(name).toHaveValue('Ada Lovelace');

  // "Change the time" is the same step back, so that steps do not pile up.
  for (let round = 0; round < 2; round++) {
    await page.getByRole('button', { name: 'Change the time' }).click();
    await times(page).last().click();
    await expect(name).toHaveValue('Ada Lovelace');
  }
  await page.reload();
  await times(page).first().click();
  await expect(name).toHaveValue('');
  await page.goBack();
  await expect(times(page).first()).toBeVisible();

  await times(page).last().click();
  await fillIn(page, newEmail());
  await page.getByRole('button', { name: 'Book this time' }).click();
  await expect(page.getByRole('heading', { name: 'Your demo is booked' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test.describe('when somebody else is faster', () => {
  test.use({ expectedProblems: [failed(409)] });

  test('the form keeps its entries and offers the nearest times', async ({ page }) => {
    const email = newEmail();
    const reply = page.waitForResponse(/book-demo\/slots/);
    await open(page, '/book-demo');
    const { items } = (await (await reply).json()) as { items: Slot[] };
    await times(page).first().click();
    await fillIn(page, email);
    await booked(items[0]);

    await page.getByRole('button', { name: 'Book this time' }).click();
    await expect(page.locator('main').getByRole('alert')).toContainText('just taken');
    await expectAccessible(page);
    await page.locator('main').getByRole('alert').getByRole('button').first().click();
    await page.getByRole('button', { name: 'Book this time' }).click();

    await expect(page.getByRole('heading', { name: 'Your demo is booked' })).toBeVisible();
  });
});

test('times follow the zone at once, and the calendar is used by keys alone', async ({ page }) => {
  await open(page, '/book-demo');
  const london = await times(page).first().textContent();
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await zone.fill('Kolkata');
  await zone.press('Enter');
  await expect(times(page).first()).not.toHaveText(london ?? '');

  const grid = page.getByRole('grid');
  const day = grid.getByRole('button', { pressed: true });
  await day.focus();
  const name = await day.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  await expect(grid.locator(':focus')).not.toHaveAttribute('aria-label', name ?? '');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowLeft');
  await expect(grid.locator(':focus')).toHaveAttribute('aria-label', name ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Times on/ })).toBeFocused();
});

test.describe('a wrong link', () => {
  test.use({ expectedProblems: [failed(404)] });

  test('says that there is no demo behind it', async ({ page }) => {
    await open(page, '/book-demo/manage/not-a-token');
    await expect(page.getByText('There is no demo behind this link')).toBeVisible();
    await expectAccessible(page);
  });
});
