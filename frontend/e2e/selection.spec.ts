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

test('all that match go into a ZIP, but those that are left out', async ({
  userPage: page,
  account,
}) => {
  const alpha = await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'b' });
  const gamma = await upload(account, { name: 'c.txt', title: 'Gamma', content: 'c' });
  await open(page, '/documents?sort=title');
  await expect(page.getByRole('link', { name: 'Gamma' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByRole('status').getByText('All 3 selected')).toBeVisible();
  await page.getByLabel('Select Beta').uncheck();

  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === 'POST' && sent.url().includes('zip')),
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as ZIP' }).click(),
  ]);

  expect(request.postDataJSON()).toEqual({ ids: [alpha.id, gamma.id] });
});
