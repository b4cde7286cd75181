import { test } from './support/admin';
import { expectAccessible } from './support/axe';
import { expect, open } from './support/test';

const address = '/admin/availability';

test('changes that are not saved are not lost by the palette or a logout', async ({
  adminPage: page,
}) => {
  await open(page, address);
  const place = page.getByLabel('Place (optional)');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await place.fill('A room');

  const choose = async (command: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Page, action or document' }).fill(command);
    await page.keyboard.press('Enter');
    await expect(question).toBeVisible();
  };
  await choose('documents');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await choose('log out');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(place).toHaveValue('A room');
  await expect(page).toHaveURL(address);

  await choose('documents');
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL('/documents');
  // A page without changes asks nothing.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Page, action or document' }).fill('log out');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/login');
});

test('a day without demos is not in the past, and not there twice', async ({ adminPage: page }) => {
  await open(page, address);
  const day = page.getByLabel('Day', { exact: true });
  const days = page.getByRole('list', { name: 'Days without demos' }).getByRole('listitem');
  const save = page.getByRole('button', { name: 'Save' });
  await day.fill('2020-01-01');
  await page.keyboard.press('Enter');

  await expect(page.getByText('This day is over.')).toBeVisible();
  await expect(day).toBeFocused();
  await expect(day).toHaveAttribute('aria-invalid', 'true');
  await expect(save).toBeHidden();
  await expectAccessible(page);

  const coming = new Date(Date.now() + 56 * 86_400_000).toISOString().slice(0, 10);
  await day.fill(coming);
  await expect(page.getByText('This day is over.')).toBeHidden();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(days).toHaveCount(1);
  await day.fill(coming);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('This day is in the list already.')).toBeVisible();
  await expect(days).toHaveCount(1);
});
