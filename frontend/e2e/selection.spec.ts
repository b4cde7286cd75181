import { upload } from './support/documents';
import { expect, open, test } from './support/test';

test('a document in the trash is selected no longer', async ({ userPage: page, account }) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  await open(page, '/documents');
  await page.getByLabel('Select Alpha').check();
  await page.getByLabel('Select Beta').check();
  await expect(page.getByRole('status').getByText('2 selected')).toBeVisible();

  await page.getByRole('button', { name: 'Actions for Alpha' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();

  await expect(page.getByRole('status').getByText('1 selected')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as ZIP' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
});
