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
