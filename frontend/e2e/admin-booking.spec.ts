import type { Page } from '@playwright/test';

import { type Account, api, newIp } from './support/account';
import { test } from './support/admin';
import { expectAccessible } from './support/axe';
import { bookDemo, type Booked } from './support/bookings';
import { ageLogin } from './support/database';
import { alert } from './support/forms';
import { mailed } from './support/mailbox';
import { expect, failed, open } from './support/test';

type Booking = { start: string; notes: string | null };

const admins = 'book-demo/admin/bookings';
const address = ({ id }: Booked) => `/admin/bookings/view?id=${id}`;
const read = (who: Account, { id }: Booked) => api<Booking>(who, 'GET', `${admins}/${id}`);
const change = (who: Account, { id }: Booked, body: object) =>
  api<Booking>(who, 'PATCH', `${admins}/${id}`, body);

test.use({ expectedProblems: [failed(403, 409, 412)] });

/** Open the dialog that moves the demo, and choose the last free time of the day it shows. */
async function chooseTime(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Move this demo' });
  await page.getByRole('button', { name: 'Move it' }).click();
  await dialog.getByRole('list').getByRole('button').last().click();
  return dialog;
}

/** Let another visitor book the time that the next request of the page asks for. */
async function takeFirst(page: Page): Promise<void> {
  await page.route(
    `**/${admins}/*`,
    async (route) => {
      const { start } = route.request().postDataJSON() as { start: string };
      await bookDemo(start);
      await route.continue();
    },
    { times: 1 },
  );
}

test('a demo is moved to another free time, and its visitor reads why', async ({
  adminPage: page,
  admin,
}) => {
  const booking = await bookDemo();
  await open(page, address(booking));
  const move = page.getByRole('button', { name: 'Move it' });
  await move.click();
  const dialog = page.getByRole('dialog', { name: 'Move this demo' });
  await expect(dialog.getByRole('grid')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep the time' }).click();
  await expect(move).toBeFocused();

  await ageLogin(admin);
  await takeFirst(page);
  await chooseTime(page);
  await dialog.getByLabel('Why it is moved').fill('Our office is closed.');
  await dialog.getByRole('button', { name: 'Move to this time' }).click();
  const password = page.getByRole('dialog').getByLabel('Password', { exact: true });
  await password.fill(admin.password);
  await page.keyboard.press('Enter');

  await expect(dialog.getByRole('alert')).toContainText('That time was just taken.');
  await expectAccessible(page);
  await dialog.getByRole('alert').getByRole('button').first().click();
  await expect(dialog.getByRole('alert')).toBeHidden();
  await expect(dialog.getByLabel('Why it is moved')).toHaveValue('Our office is closed.');
  await dialog.getByRole('button', { name: 'Move to this time' }).click();

  await expect(page.getByText('The demo is moved.')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(move).toBeFocused();
  expect((await read(admin, booking)).start).not.toBe(booking.start);
  await mailed(booking.email, /Our office is closed\./);
});

test('a demo that its visitor cancelled meanwhile is not moved', async ({
  adminPage: page,
  admin,
}) => {
  const booking = await bookDemo();
  await open(page, address(booking));
  const dialog = await chooseTime(page);
  await api({ ip: newIp() }, 'POST', `book-demo/manage/${booking.manage_token}/cancel`, {});
  await dialog.getByRole('button', { name: 'Move to this time' }).click();

  await expect(page.getByText('The booking was changed meanwhile. Read it again.')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The visitor cancelled the demo.')).toBeVisible();
  expect((await read(admin, booking)).start).toBe(booking.start);
});

test('notes of somebody who was faster are shown beside the own ones', async ({
  adminPage: page,
  admin,
  chief,
}) => {
  const booking = await bookDemo();
  await open(page, address(booking));
  const notes = page.getByRole('textbox', { name: 'Notes' });
  const save = page.getByRole('button', { name: 'Save' });
  await notes.fill('Mine');
  await change(chief, booking, { notes: 'Theirs' });
  await save.click();

  await expect(alert(page)).toContainText('Somebody changed the notes meanwhile');
  await expect(alert(page).getByRole('definition')).toHaveText(['Theirs', 'Mine']);
  await expect(page.getByRole('button', { name: 'Keep theirs' })).toBeFocused();
  expect((await read(admin, booking)).notes).toBe('Theirs');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use yours' }).click();
  await expect(page.getByText('The notes are saved.')).toBeVisible();
  await expect(notes).toBeFocused();
  expect((await read(admin, booking)).notes).toBe('Mine');

  await notes.fill('Mine again');
  await change(chief, booking, { notes: 'Theirs again' });
  await save.click();
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(notes).toHaveValue('Theirs again');
  await expect(notes).toBeFocused();

  // What somebody else changed was no note: there is nothing to choose.
  await notes.fill('Wants a quote.');
  await change(chief, booking, { status: 'declined' });
  await save.click();
  await expect(page.getByText('You called the demo off.')).toBeVisible();
  await expect.poll(async () => (await read(admin, booking)).notes).toBe('Wants a quote.');
});
