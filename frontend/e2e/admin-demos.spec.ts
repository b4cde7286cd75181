import { readFile } from 'node:fs/promises';

import { api, newIp } from './support/account';
import { test } from './support/admin';
import { expectAccessible } from './support/axe';
import { bookDemo } from './support/bookings';
import { ageLogin, sql } from './support/database';
import { expect, failed, open } from './support/test';

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
      // The week is shown after its reply; without the demo it is not this week.
      await link.waitFor({ timeout: 2000 }).catch(() => undefined);
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

type Rules = {
  weekly_hours: { weekday: string; start: string; end: string }[];
  horizon_days: number;
};

test.describe('opening hours', () => {
  test.use({ expectedProblems: [failed(412)] });
  const path = 'book-demo/admin/availability';

  test('are typed, dragged and set by keys, and joined with those of somebody else', async ({
    adminPage: page,
    admin,
    chief,
  }) => {
    // Others book meanwhile: this adds hours at weekends, and puts back what was.
    const before = await api<Rules>(chief, 'GET', path);
    await open(page, '/admin');
    await page.getByRole('link', { name: 'Opening hours' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Opening hours' })).toBeVisible();

    await page.getByRole('button', { name: 'Add hours on Sunday' }).click();
    const from = page.getByLabel('Sunday, hours 1, from');
    const until = page.getByLabel('Sunday, hours 1, until');
    await from.fill('20:00');
    await until.fill('19:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The end must be later than the start.')).toBeVisible();
    await expect(from).toBeFocused();
    await expectAccessible(page);
    await until.fill('21:00');

    const cell = (name: string) => page.getByRole('gridcell', { name });
    const saturday = page.getByLabel('Saturday, hours 1, until');
    await cell('Saturday, 20:00–20:30').hover();
    await page.mouse.down();
    await cell('Saturday, 21:00–21:30').hover();
    await page.mouse.up();
    await expect(page.getByLabel('Saturday, hours 1, from')).toHaveValue('20:00');
    await expect(saturday).toHaveValue('21:30');
    await expect(cell('Saturday, 21:00–21:30, open')).toBeVisible();
    await page.keyboard.press('Space');
    await expect(page.getByLabel('Saturday, hours 1, from')).toHaveValue('20:30');
    await page.keyboard.press('Space');
    for (const key of ['ArrowDown', 'ArrowDown', 'Space', 'Shift+ArrowUp']) {
      await page.keyboard.press(key);
    }
    await expect(saturday).toHaveValue('20:30');
    await page.keyboard.press('Space');
    await expect(saturday).toHaveValue('21:00');

    const day = new Date(Date.now() + 55 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Day', { exact: true }).fill(day);
    await page.keyboard.press('Enter');
    const days = page.getByRole('list', { name: 'Days without demos' });
    await expect(days.getByRole('listitem')).toHaveCount(1);
    await page
      .getByRole('grid')
      .getByRole('button', { name: /, no demos$/ })
      .click();
    await expect(days.getByRole('listitem')).toHaveCount(0);
    await page.getByRole('button', { name: 'Next month' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(days.getByRole('listitem')).toHaveCount(1);
    await page
      .getByRole('button', { name: /^Remove / })
      .last()
      .click();
    await expect(page.getByLabel('Day', { exact: true })).toBeFocused();

    // Somebody else saves first: one thing that is theirs alone, one that both changed.
    const hours = { weekday: 'sunday', start: '22:00', end: '23:00' };
    await api(chief, 'PUT', path, {
      ...before,
      weekly_hours: [...before.weekly_hours, hours],
      horizon_days: before.horizon_days + 1,
    });
    try {
      await page.getByRole('button', { name: 'Save' }).click();
      const alert = page.locator('main').getByRole('alert');
      await expect(alert).toContainText('Somebody else saved other opening hours meanwhile.');
      await expect(alert).toContainText('as you had not changed it: Days ahead.');
      await expect(alert).toContainText('Sunday:22:00–23:00');
      await expect(from).toHaveValue('20:00');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('The opening hours are saved.')).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
      const saved = await api<Rules>(admin, 'GET', path);
      expect(saved.horizon_days).toBe(before.horizon_days + 1);
      expect(saved.weekly_hours).toEqual([
        ...before.weekly_hours,
        { weekday: 'saturday', start: '20:00', end: '21:00' },
        { weekday: 'sunday', start: '20:00', end: '21:00' },
      ]);
    } finally {
      await api(chief, 'PUT', path, before);
    }

    // Changes that are not saved are not lost by a slip.
    await page.reload();
    await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
    const place = page.getByLabel('Place (optional)');
    await place.fill('A room');
    await page.getByRole('link', { name: 'Users' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.goBack();
    await expect(question).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(place).toHaveValue('A room');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(place).not.toHaveValue('A room');
    await page.getByRole('link', { name: 'Users' }).click();
    await expect(page).toHaveURL('/admin/users');
  });
});
