import { utimes, writeFile } from 'node:fs/promises';

import type { Page, Request } from '@playwright/test';

import { type Account, api, promote, signUp } from './support/account';
import { expectAccessible } from './support/axe';
import { contentOf, give, MODIFIED, PICTURE, sha256, slow } from './support/files';
import { lossy } from './support/lossy';
import { expect, failed, open, test } from './support/test';

const MEGABYTE = 1_000_000;

type Found = { items: { id: string; name: string; title: string; size: number; sha256: string }[] };

const panel = (page: Page) => page.getByRole('region', { name: 'Uploads' });
const row = (page: Page, name: string) =>
  panel(page).getByRole('listitem').filter({ hasText: name });
const stored = async (account: Account) => (await api<Found>(account, 'GET', 'documents')).items;

/** Wait until a part of a file is on its way. */
async function underway(page: Page, name: string, least = 1): Promise<void> {
  const bar = panel(page).getByRole('progressbar', { name: `Progress of ${name}` });
  await expect
    .poll(() => bar.evaluate((element: HTMLProgressElement) => element.value))
    .toBeGreaterThanOrEqual(least);
}

/** Collect the requests that send bytes of files. */
function patches(page: Page): { offset: number }[] {
  const found: { offset: number }[] = [];
  page.on('request', (request: Request) => {
    if (request.method() !== 'PATCH') return;
    const headers = request.headers();
    found.push({ offset: Number(headers['upload-offset']) });
  });
  return found;
}

test.describe('files that cannot be stored', () => {
  test.use({ expectedProblems: [failed(415)] });

  test('are told why, and the others go on', async ({ userPage: page, account }) => {
    await open(page, '/dashboard');
    await give(page, [
      { name: 'virus.exe', size: 10 },
      { name: 'empty.txt', size: 0 },
      { name: 'huge.txt', size: 105 * MEGABYTE },
      { name: 'no-picture.png', size: 2000 },
      { name: 'Räksmörgås.txt', size: 300 },
      { name: 'notes.md', size: 400 },
    ]);

    await expect(row(page, 'virus.exe')).toContainText('Files that end in .exe cannot be stored.');
    await expect(row(page, 'empty.txt')).toContainText('The file is empty.');
    await expect(row(page, 'huge.txt')).toContainText(
      'The file has 105 MB. The limit is 104.9 MB.',
    );
    await expect(row(page, 'no-picture.png')).toContainText('is not what .png says');
    await expect(panel(page)).toContainText('2 done, 4 uploads failed');
    await expect(page.getByRole('status')).toContainText('done.');
    const names = (await stored(account)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Räksmörgås.txt', 'notes.md']);
    await expectAccessible(page);

    await panel(page).getByRole('button', { name: 'Close the uploads' }).click();
    await expect(panel(page)).toBeHidden();
  });
});

test('uploads pause, go on and stop, while one moves about', async ({
  userPage: page,
  account,
}) => {
  const sent = patches(page);
  const files = ['long.txt', 'short.txt', 'gone.txt'].map((name) => ({ name, size: 2 * MEGABYTE }));
  await open(page, '/dashboard');
  await slow(page, 400_000);
  await give(page, files);
  await underway(page, 'long.txt', 100_000);

  await page.getByRole('button', { name: 'Pause long.txt' }).click();
  await expect(row(page, 'long.txt')).toContainText(/Paused at .* of 2 MB/);
  await expect(row(page, 'short.txt')).toContainText('a second');
  await page.getByRole('button', { name: 'Cancel gone.txt' }).click();
  await expect(row(page, 'gone.txt')).toBeHidden();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Go on with long.txt' }).click();
  await slow(page, -1);

  await expect(panel(page)).toContainText('2 uploads done');
  const documents = await stored(account);
  expect(documents.map((document) => document.sha256).toSorted()).toEqual(
    files.slice(0, 2).map(sha256).toSorted(),
  );
  expect(sent.filter(({ offset }) => offset > 0)).toHaveLength(1);
  const { items } = await api<Found>(account, 'GET', 'uploads');
  expect(items).toEqual([]);
});

lossy.use({ expectedProblems: [/net::ERR_/] });

lossy(
  'a lost network is waited for, and the upload ends by itself',
  async ({ userPage: page, account, relay }) => {
    const file = { name: 'report.txt', size: 4 * MEGABYTE };
    await open(page, '/dashboard');
    await slow(page, MEGABYTE);
    await give(page, [file]);
    await underway(page, 'report.txt', MEGABYTE);

    relay.cut();
    await expect(row(page, 'report.txt')).toContainText('No connection. It goes on by itself.');
    await slow(page, -1);
    const sent = patches(page);
    relay.mend();

    await expect(panel(page)).toContainText('1 upload done');
    expect((await stored(account))[0]?.sha256).toBe(sha256(file));
    expect(sent.at(-1)?.offset).toBeGreaterThan(0);
  },
);

test('after a reload an upload goes on with the same file', async ({
  userPage: page,
  account,
}, info) => {
  const file = { name: 'thesis.txt', size: 4 * MEGABYTE };
  const path = info.outputPath(file.name);
  await writeFile(path, contentOf(file));
  await utimes(path, MODIFIED / 1000, MODIFIED / 1000);
  await open(page, '/dashboard');
  await slow(page, MEGABYTE);
  await give(page, [file]);
  await underway(page, 'thesis.txt', MEGABYTE);

  // The browser asks, because an upload would be cut off.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(row(page, 'thesis.txt')).toContainText('Choose the same file again to go on.');
  await slow(page, -1);
  const sent = patches(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose thesis.txt again' }).click();
  await (await chooser).setFiles(path);

  await expect(panel(page)).toContainText('1 upload done');
  expect((await stored(account))[0]?.sha256).toBe(sha256(file));
  expect(sent).toHaveLength(1);
  expect(sent[0]?.offset).toBeGreaterThan(0);
});

test('in a low window all of the panel is below the head of the page', async ({
  userPage: page,
}) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await open(page, '/dashboard');
  await give(
    page,
    Array.from({ length: 8 }, (_, index) => ({ name: `${index}.txt`, size: 300 + index })),
  );
  await expect(panel(page)).toContainText('8 uploads done');

  await panel(page).getByRole('button', { name: 'Close the uploads' }).click({ timeout: 5000 });
  await expect(panel(page)).toBeHidden();
});

test.describe('a file that is there already', () => {
  test.use({ expectedProblems: [failed(422)] });

  test('leads to its document, or is stored again', async ({ userPage: page, account }) => {
    const file = { name: 'rent.txt', size: 300 };
    await open(page, '/dashboard');
    const shown = () => page.waitForResponse(/\/documents\/[-0-9a-f]{36}$/);
    const first = shown();
    await give(page, [file]);
    await expect(panel(page)).toContainText('1 upload done');
    await first;
    await give(page, [{ ...file, name: 'copy.txt', seed: file.name }]);

    const copy = row(page, 'copy.txt');
    await expect(copy).toContainText('You already have this file.');
    const [document] = await stored(account);
    await expect(copy.getByRole('link')).toHaveAttribute(
      'href',
      `/documents/view?id=${document?.id}`,
    );
    const second = shown();
    await copy.getByRole('button', { name: 'Upload it anyway' }).click();
    await expect(panel(page)).toContainText('2 uploads done');
    await second;
    expect((await stored(account)).map(({ name }) => name)).toEqual(['copy.txt', 'rent.txt']);

    for (const { id } of await stored(account)) await api(account, 'DELETE', `documents/${id}`);
    await give(page, [{ ...file, name: 'third.txt', seed: file.name }]);
    await expect(row(page, 'third.txt')).toContainText('This file is in your trash.');
    await expect(row(page, 'third.txt').getByRole('link')).toHaveAttribute(
      'href',
      '/documents/trash',
    );
  });
});

test.describe('a full storage', () => {
  test.use({ expectedProblems: [failed(413)] });

  test('is told before a byte is sent, and tried again', async ({ userPage: page, account }) => {
    const admin = await signUp();
    await promote(admin);
    const { id } = await api<{ id: string }>(account, 'GET', 'users/me');
    const limit = `documents/admin/users/${id}/usage`;
    await api(admin, 'PATCH', limit, { limit_bytes: 1000 });
    const sent = patches(page);
    await open(page, '/dashboard');
    await give(page, [{ name: 'large.txt', size: 2000 }]);
    await expect(row(page, 'large.txt')).toContainText('There is no room for it in your storage.');
    expect(sent).toEqual([]);

    await api(admin, 'PATCH', limit, { limit_bytes: 3000 });
    await page.getByRole('button', { name: 'Try large.txt again' }).click();
    await expect(panel(page)).toContainText('1 upload done');
  });
});

test('a pasted picture is uploaded, and a logout stops what runs', async ({
  userPage: page,
  account,
}) => {
  await open(page, '/dashboard');
  await give(page, [PICTURE], 'paste');
  await expect(panel(page)).toContainText('1 upload done');
  expect((await stored(account))[0]?.name).toMatch(/^\d{4}-\d\d-\d\d-\d{6}\.png$/);

  await slow(page, 200_000);
  await give(page, [{ name: 'slow.txt', size: 3 * MEGABYTE }]);
  await underway(page, 'slow.txt');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();

  await expect(page).toHaveURL(/\/login/);
  await expect(panel(page)).toBeHidden();
});
