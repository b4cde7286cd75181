import { api } from './support/account';
import { upload } from './support/documents';
import { expect, open, test } from './support/test';

test('"Undo" is not offered for what was deleted for good', async ({ userPage: page, account }) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  await open(page, '/documents');
  await page.getByRole('button', { name: 'Actions for Alpha' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();

  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Delete Alpha for good' }).click();
  await page.getByRole('button', { name: 'Delete for good', exact: true }).click();

  await expect(page.getByText('1 document deleted for good.')).toBeVisible();
  // It would go by itself after ten seconds.
  await expect(undo).toHaveCount(0, { timeout: 2000 });
});

test('"Undo" restores only what it moved to the trash', async ({ userPage: page, account }) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  const beta = await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  await open(page, '/documents');
  const rows = page.getByRole('table').getByRole('link');
  await page.getByLabel('Select Alpha').check();
  await page.getByLabel('Select Beta').check();
  await api(account, 'DELETE', `documents/${beta.id}`);

  await page.getByRole('button', { name: 'Move to trash' }).click();

  await expect(page.getByText('Moved to the trash. 1 document left out')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveText(['Alpha']);
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByRole('button', { name: 'Restore Beta' })).toBeVisible();
});

test('tags that the API refuses are not shown', async ({ userPage: page, account }) => {
  const tags = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a', tags });
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  await open(page, '/documents');
  await page.getByLabel('Select Alpha').check();
  await page.getByLabel('Select Beta').check();
  await page.getByRole('button', { name: 'Edit tags' }).click();
  await page.getByLabel('Add tags').fill('invoice');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(
    page.getByText('Tags of 1 document changed. 1 document left out: more than 20 tags.'),
  ).toBeVisible();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('Alpha')).toContainText('+18');
  await expect(row('Beta')).toContainText('invoice');
});
