import type { Page } from '@playwright/test';

import { type Account, api, signUp } from './support/account';
import { expectAccessible, expectAccessibleIn, PHONE } from './support/axe';
import { upload, type Uploaded } from './support/documents';
import { contentOf, PICTURE } from './support/files';
import { expect, failed, hold, open, test } from './support/test';

// What pdf.js and Chromium's viewer take for a document of one empty page.
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** Layout shifts: how much of the window moved, and how far. */
type Shift = PerformanceEntry & { value: number };
type Shifts = { sum: number };

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const preview = (page: Page) => page.getByRole('region', { name: 'Preview', exact: true });
const path = ({ id }: Uploaded) => `/documents/view?id=${id}`;
const read = (account: Account, { id }: Uploaded) =>
  api<{ title: string; tags: string[]; version: number }>(account, 'GET', `documents/${id}`);

test('nothing moves when the text of a document comes', async ({ userPage: page, account }) => {
  const document = await upload(account, { name: 'a.txt', title: 'Alpha', content: 'A cat.' });
  await page.setViewportSize(PHONE);
  await page.addInitScript(() => {
    const moved = { sum: 0 };
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) moved.sum += (shift as Shift).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const release = await hold(page, '**/download?**');
  await open(page, path(document));
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible();
  const moved = () => page.evaluate(() => (window as unknown as { moved: Shifts }).moved.sum);
  const before = await moved();
  release();

  await expect(preview(page)).toContainText('A cat.');
  expect((await moved()) - before).toBeLessThan(0.01);
});

test('documents are shown in their list, one after the other', async ({
  userPage: page,
  account,
}) => {
  const text = 'Two <b>cats</b> & a dog';
  await upload(account, { name: 'a.txt', title: 'Alpha', content: text });
  const bytes = new Uint8Array(contentOf(PICTURE));
  await upload(account, { name: 'b.png', title: 'Beta', content: bytes });
  await upload(account, { name: 'c.pdf', title: 'Gamma', content: PDF });
  await upload(account, {
    name: 'd.zip',
    title: 'Delta',
    content: 'PK\u0005\u0006' + '\0'.repeat(18),
  });
  await open(page, '/documents?sort=title');
  await page.getByRole('link', { name: 'Alpha' }).click();

  await expect(heading(page, 'Alpha')).toBeFocused();
  await expect(preview(page)).toContainText(text);
  await expect(page.getByRole('status').getByText('1 of 4')).toBeVisible();
  await page.getByRole('link', { name: 'Next document' }).click();

  await expect(heading(page, 'Beta')).toBeVisible();
  const picture = preview(page).getByRole('img', { name: 'Preview of Beta' });
  await expect(picture).toHaveJSProperty('naturalWidth', 1);
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Open it in a new tab' }).click(),
  ]);
  await expect(tab).toHaveURL(/documents\/linked/);
  await tab.close();

  await page.keyboard.press('ArrowRight');
  await expect(heading(page, 'Delta')).toBeVisible();
  await expect(preview(page)).toContainText('Files of this kind are not shown here');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    preview(page).getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('d.zip');

  await page.keyboard.press('ArrowRight');
  await expect(heading(page, 'Gamma')).toBeVisible();
  await expect(page).toHaveTitle('Gamma · Sample');
  await expect(page.getByRole('link', { name: 'Next document' })).toBeDisabled();
  await page.keyboard.press('ArrowRight');
  await expect(heading(page, 'Gamma')).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/documents?sort=title');
});

for (const hasViewer of [true, false]) {
  test(`a PDF, ${hasViewer ? 'with' : 'without'} a viewer in the browser`, async ({
    userPage: page,
    account,
  }) => {
    const document = await upload(account, { name: 'c.pdf', title: 'Gamma', content: PDF });
    await page.addInitScript((value) => {
      Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => value });
    }, hasViewer);
    await open(page, path(document));
    if (hasViewer) {
      await expect(preview(page).getByTitle('Preview of Gamma')).toHaveAttribute('src', /linked/);
    } else {
      await expect(preview(page)).toContainText('This browser does not show PDF files in pages');
      await expect(preview(page).getByRole('button', { name: 'Download' })).toBeVisible();
    }
  });
}

test.describe('of two people who change a document', () => {
  test.use({ expectedProblems: [failed(412)] });

  test('neither loses anything silently', async ({ userPage: page, account }) => {
    const document = await upload(account, { name: 'a.txt', title: 'Old', content: 'a' });
    const change = (body: object) => api(account, 'PATCH', `documents/${document.id}`, body);
    await open(page, path(document));
    await page.getByRole('button', { name: 'Change the title' }).click();
    const field = page.getByLabel('Title');
    await expect(field).toBeFocused();
    await field.fill(' ');
    await page.keyboard.press('Enter');
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription('Enter something here.');

    await change({ title: 'Theirs' });
    await field.fill('Mine');
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('main').getByRole('alert');
    await expect(conflict).toContainText('Somebody changed the title meanwhile');
    await expect(conflict.getByRole('definition')).toHaveText(['Theirs', 'Mine']);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Use yours' }).click();
    await expect(heading(page, 'Mine')).toBeFocused();
    expect((await read(account, document)).title).toBe('Mine');

    await page.getByRole('button', { name: 'Change the title' }).click();
    await change({ title: 'Theirs again' });
    await page.getByLabel('Title').fill('Mine again');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Keep theirs' }).click();
    await expect(heading(page, 'Theirs again')).toBeVisible();
    await page.getByRole('button', { name: 'Change the title' }).click();
    await expect(field).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(heading(page, 'Theirs again')).toBeFocused();

    await change({ tags: ['theirs'] });
    await page.getByLabel('Tags').fill('Mine');
    await page.keyboard.press('Enter');
    await expect(conflict).toContainText('Their change and yours are both kept.');
    await expect(page.getByRole('button', { name: 'Remove theirs' })).toBeVisible();
    expect((await read(account, document)).tags).toEqual(['theirs', 'mine']);
    await page.getByRole('button', { name: 'Remove mine' }).click();
    await expect.poll(async () => (await read(account, document)).tags).toEqual(['theirs']);
  });
});

test.describe('a document', () => {
  test.use({ expectedProblems: [failed(404, 422)] });

  test('has versions, goes to the trash, and comes back', async ({ userPage: page, account }) => {
    const document = await upload(account, { name: 'a.txt', title: 'Report', content: 'draft' });
    await open(page, path(document));
    await expect(preview(page)).toContainText('draft');

    await page.getByRole('button', { name: 'New version' }).click();
    const dialog = page.getByRole('dialog', { name: 'New version' });
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await expect(dialog).toContainText('Choose a file.');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: 'Choose a file' }).click(),
    ]);
    const buffer = Buffer.from('final text');
    await chooser.setFiles({ name: 'b.txt', mimeType: 'text/plain', buffer });
    await expect(dialog).toContainText('b.txt, 10 bytes');
    await dialog.getByLabel('Label').fill('Signed');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Upload' }).click();

    await expect(preview(page)).toContainText('final text');
    const versions = page.getByRole('region', { name: 'Versions' }).getByRole('listitem');
    await expect(versions.first()).toContainText('Version 2CurrentSigned');
    await expect(versions.first()).toContainText('10 bytes · 5 bytes larger');

    await page.getByRole('button', { name: 'Show version 1' }).click();
    await expect(preview(page)).toContainText('draft');
    await expect(page.getByText('You see version 1, which is not the newest one.')).toBeVisible();
    await page.goBack();
    await expect(preview(page)).toContainText('final text');
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await expect(page.getByText('Version 1 is the current one again.')).toBeVisible();
    await expect(preview(page)).toContainText('draft');
    expect((await read(account, document)).version).toBe(1);

    await page.keyboard.press('Delete');
    await expect(page).toHaveURL('/documents');
    await expect(page.getByText('No documents yet')).toBeVisible();
    await page.goBack();
    await expect(page.getByText('This document is not here')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(heading(page, 'Report')).toBeVisible();
  });

  test('that is not there, or of somebody else, is told kindly', async ({
    userPage: page,
    account,
  }) => {
    const theirs = await upload(await signUp(), { name: 'a.txt', content: 'secret' });
    await open(page, path(theirs));
    await expect(page.getByText('This document is not here')).toBeVisible();
    await expectAccessibleIn(page, PHONE, 'dark');
    await open(page, '/documents/view?id=nonsense');
    await expect(page.getByText('This document is not here')).toBeVisible();

    const mine = await upload(account, { name: 'a.txt', title: 'Mine', content: 'a' });
    await open(page, `${path(mine)}&version=7`);
    await expect(page.getByText('There is no version 7 of this document.')).toBeVisible();
    await page.getByRole('button', { name: 'Show the current one' }).click();
    await expect(preview(page)).toContainText('a');
  });
});
