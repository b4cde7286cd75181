import { readFile } from 'node:fs/promises';

import { api, newEmail, newIp } from './support/account';
import { test } from './support/admin';
import { expectAccessible } from './support/axe';
import { ageLogin, sql } from './support/database';
import { expect, failed, open } from './support/test';

type Booked = { id: string; start: string; manage_token: string; email: string; name: string };

/** Book a free time as a visitor whose name nobody else has. */
async function bookDemo(): Promise<Booked> {
  const who = { ip: newIp() };
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `date_from=${day(12)}&date_to=${day(18)}&timezone=UTC`;
  const slots = await api<{ items: { start: string }[] }>(who, 'GET', `book-demo/slots?${query}`);
  const start = slots.items[Math.floor(Math.random() * slots.items.length)]?.start;
  const email = newEmail();
  const name = `Ada ${email.slice(4, 16)}`;
  const body = { name, email, start, company: 'Analytical Engines', timezone: 'Asia/Kolkata' };
  const booking = await api<Booked>(who, 'POST', 'book-demo/book', {
    ...body,
    message: 'Two of us\nwill join.',
  });
  return { ...booking, email, name };
}

test.describe('demos', () => {
  test.use({ expectedProblems: [failed(403, 404, 409)] });

  test('are found by week and as a list, saved as CSV, noted, called off and kept', async ({
    adminPage: page,
    admin,
  }) => {
    const booking = await bookDemo();
    await open(page, '/admin');
    await page.getByRole('link', { name: /^Demos to come/ }).click();
    await expect(page).toHaveURL('/admin/bookings?view=list&status=confirmed');
    const search = page.getByRole('searchbox', { name: 'Search by name, address or company' });
    await search.fill('nobody has this name');
    await expect(page.getByText('No demo matches')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(page).toHaveURL('/admin/bookings?view=list');
    await search.fill(booking.name);
    const list = page.getByRole('list', { name: 'Demos' });
    await expect(list.getByRole('link')).toHaveCount(1);
    await expect(list).toContainText(`Analytical Engines · ${booking.email}`);
    await expectAccessible(page);

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).match(/@example\.com/g);
    expect(lines).toHaveLength(1);

    // The week of the demo, and the way to it from this week.
    await page.getByLabel('View').selectOption('As a week');
    const link = page.getByRole('link', { name: booking.name });
    for (let week = 0; week < 4 && !(await link.isVisible()); week++) {
      const reply = page.waitForResponse(/admin\/bookings\?/);
      await page.getByRole('button', { name: 'Next week' }).click();
      await reply;
    }
    await expect(link).toContainText('Booked');
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('button', { name: 'This week' }).click();
    await expect(link).toBeHidden();
    await page.goBack();
    await link.focus();
    await page.keyboard.press('Enter');

    await expect(page.getByRole('heading', { level: 1, name: booking.name })).toBeFocused();
    await expect(page.getByText('(Asia/Kolkata)')).toBeVisible();
    await page.getByRole('textbox', { name: 'Notes' }).fill('Wants a quote.\nCalls back.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The notes are saved.')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(
      'Wants a quote.\nCalls back.',
    );
    await expectAccessible(page);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('Wants a quote.').first()).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    await page.emulateMedia({ media: null });

    // The login is a day old: the API wants the password.
    await ageLogin(admin);
    const decline = page.getByRole('button', { name: 'Call it off' });
    await decline.click();
    const dialog = page.getByRole('dialog', { name: 'Call this demo off?' });
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(decline).toBeFocused();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Call it off' }).click();
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(admin.password);
    await page.keyboard.press('Enter');
    await expect(page.getByText('You called the demo off.')).toBeVisible();
    await page.getByRole('button', { name: 'Let it take place' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Let it take place' }).click();
    await expect(page.getByText('The demo will take place.').first()).toBeVisible();
    await expect(decline).toBeVisible();

    await page.getByRole('link', { name: 'All demos' }).click();
    await expect(link).toContainText('Booked');
  });

  test('that have begun get an outcome, and a visitor who was faster is told', async ({
    adminPage: page,
  }) => {
    const [past, cancelled] = [await bookDemo(), await bookDemo()];
    await sql(
      `UPDATE demo_bookings SET starts_at = starts_at - interval '200 days',
         ends_at = ends_at - interval '200 days',
         free_at = free_at - interval '200 days'
       WHERE id = %(id)s`,
      { id: past.id },
    );
    await open(page, `/admin/bookings/view?id=${past.id}`);
    await page.getByRole('button', { name: 'The visitor did not come' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'The visitor did not come' }).click();
    await expect(page.getByText('No-show', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'It took place' }).click();
    await dialog.getByRole('button', { name: 'It took place' }).click();
    await expect(page.getByText('Took place', { exact: true })).toBeVisible();

    await open(page, `/admin/bookings?view=list&period=past&q=${past.email}`);
    await expect(page.getByRole('list', { name: 'Demos' }).getByRole('link')).toHaveCount(1);
    await page.getByLabel('State').selectOption('No-show');
    await expect(page.getByText('No demo matches')).toBeVisible();

    await open(page, `/admin/bookings/view?id=${cancelled.id}`);
    await page.getByRole('button', { name: 'Call it off' }).click();
    const path = `book-demo/manage/${cancelled.manage_token}/cancel`;
    await api({ ip: newIp() }, 'POST', path, { reason: 'I am ill.' });
    await dialog.getByRole('button', { name: 'Call it off' }).click();
    await expect(page.getByText('The visitor cancelled the demo.')).toBeVisible();
    await expect(page.getByText('I am ill.')).toBeVisible();
    await expectAccessible(page);

    await open(page, '/admin/bookings/view?id=01890000-0000-7000-8000-000000000000');
    await expect(page.getByRole('heading', { name: 'There is no such demo' })).toBeVisible();
  });
});
