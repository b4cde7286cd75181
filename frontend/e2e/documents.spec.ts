import { api } from './support/account';
import { expectAccessible } from './support/axe';
import { expectRead, fill, upload } from './support/documents';
import { expect, open, test } from './support/test';

test('an empty list says what to do', async ({ userPage: page }) => {
  await open(page, '/documents');

  await expect(page.getByText('No documents yet')).toBeVisible();
  await expect(page.getByText('0 bytes of')).toBeVisible();

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Upload files' }).click(),
  ]);
  await chooser.setFiles({ name: 'lease.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await expect(page.getByRole('table').getByRole('link', { name: 'lease' })).toBeVisible();
});

test('a search marks its words in title and text, and stands in the address', async ({
  userPage: page,
  account,
}) => {
  const lease = {
    name: 'lease.txt',
    title: 'Lease',
    content: 'The landlord owns <b>two</b> cats.',
  };
  const read = await upload(account, lease);
  await upload(account, { name: 'cat.txt', title: 'Photo of a cat', content: 'Meow' });
  await upload(account, { name: 'tax.txt', title: 'Tax', content: 'Numbers' });
  await expectRead(account, read);
  await open(page, '/documents');
  const rows = page.getByRole('table').getByRole('link');
  await expect(rows).toHaveCount(3);

  await page.keyboard.press('/');
  await expect(page.getByLabel('Search documents')).toBeFocused();
  await page.keyboard.type('cat');

  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL('/documents?q=cat');
  await expect(page.locator('mark')).toHaveText(['cat', 'cats']);
  await expect(page.getByText('The landlord owns <b>two</b> cats.')).toBeVisible();
  await expect(page.getByRole('status').getByText('2 found, best matches first')).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByLabel('Search documents')).toHaveValue('cat');
  await expect(rows).toHaveCount(2);

  await page.getByLabel('Search documents').fill('zebra');
  await expect(page.getByText('Nothing matches “zebra”')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show all documents' }).click();
  await expect(rows).toHaveCount(3);
  await expect(page).toHaveURL('/documents');

  await page.goBack();
  await expect(page.getByLabel('Search documents')).toHaveValue('zebra');
  await expect(page.getByText('Nothing matches “zebra”')).toBeVisible();
});

test('filters and orders stand in the address, and "Back" undoes them', async ({
  userPage: page,
  account,
}) => {
  await upload(account, { name: 'b.txt', title: 'Beta', content: 'bb', tags: ['home', 'tax'] });
  await upload(account, { name: 'a.md', title: 'Alpha', content: '# a', tags: ['home'] });
  await upload(account, { name: 'c.pdf', title: 'Gamma', content: '%PDF-1.4\n%%EOF\n' });
  await open(page, '/documents');
  const titles = page.getByRole('table').getByRole('link');
  await expect(titles).toHaveText(['Gamma', 'Alpha', 'Beta']);

  await page.getByRole('button', { name: 'Title', exact: true }).click();
  await expect(titles).toHaveText(['Alpha', 'Beta', 'Gamma']);
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByLabel('Order').selectOption('Largest first');
  await expect(titles).toHaveText(['Gamma', 'Alpha', 'Beta']);
  await expect(page).toHaveURL('/documents?sort=size');

  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Type').selectOption('Plain text (2)');
  await expect(titles).toHaveText(['Alpha', 'Beta']);
  await page.getByRole('button', { name: 'tax 1' }).click();
  await expect(titles).toHaveText(['Beta']);
  await expectAccessible(page);
  await page.getByLabel('Added until').fill('2020-01-01');
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await expect(page).toHaveURL('/documents?sort=size&type=text%2F*&to=2020-01-01&tag=tax');

  await page.reload();
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await page.getByRole('button', { name: /Remove the filter Until/ }).click();
  await expect(titles).toHaveText(['Beta']);
  await page.goBack();
  await page.goBack();
  await expect(titles).toHaveText(['Beta']);
  await page.goBack();
  await expect(titles).toHaveText(['Alpha', 'Beta']);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(titles).toHaveText(['Gamma', 'Alpha', 'Beta']);
});

test('a day of the filters can be typed and edited by keys', async ({
  userPage: page,
  account,
}) => {
  await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  const years = new Set<string>();
  page.on('request', (request) => {
    const from = new URL(request.url()).searchParams.get('created_from');
    if (from) years.add(from.slice(0, 4));
  });
  await open(page, '/documents');
  await page.getByRole('button', { name: 'Filters' }).click();
  const from = page.getByLabel('Added from');

  // Keys go to the parts of the date, of which `fill` knows nothing.
  await from.pressSequentially('11202026', { delay: 50 });
  await expect(from).toHaveValue('2026-11-20');
  await expect(page).toHaveURL('/documents?from=2026-11-20');

  // From one part to the next and back: what is typed begins the year anew.
  await from.press('ArrowLeft');
  await from.press('ArrowRight');
  await page.keyboard.type('2025', { delay: 50 });
  await expect(from).toHaveValue('2025-11-20');
  await expect(page).toHaveURL('/documents?from=2025-11-20');
  await expect(page.getByRole('table').getByRole('link')).toHaveText(['Alpha']);
  expect([...years].sort()).toEqual(['2025', '2026']);

  await page.getByRole('button', { name: /Remove the filter From/ }).click();
  await expect(from).toHaveValue('');
  await page.goBack();
  await expect(from).toHaveValue('2025-11-20');
});

test('tags count without Enter, and those that are refused stay in the dialog', async ({
  userPage: page,
  account,
}) => {
  const document = await upload(account, { name: 'a.txt', title: 'Alpha', content: 'a' });
  const tags = async () =>
    (await api<{ tags: string[] }>(account, 'GET', `documents/${document.id}`)).tags;
  await open(page, '/documents');
  await page.getByRole('button', { name: 'Actions for Alpha' }).click();
  await page.getByRole('menuitem', { name: 'Edit tags' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Tags').pressSequentially('Home, tax (2026)');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('A tag begins and ends with a letter');
  await expect(dialog.getByLabel('Tags')).toHaveValue('tax (2026)');
  await expectAccessible(page);

  await dialog.getByLabel('Tags').fill('tax 2026');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await tags()).toEqual(['home', 'tax 2026']);

  await page.getByRole('checkbox', { name: 'Alpha' }).check();
  await page.getByRole('button', { name: 'Edit tags' }).click();
  await dialog.getByLabel('Add tags').fill('rent');
  await dialog.getByLabel('Remove tags').fill('home');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(tags).toEqual(['tax 2026', 'rent']);
});

test('a long list is loaded while one scrolls, and a rename loads nothing anew', async ({
  userPage: page,
  account,
}) => {
  await fill(account, 3000);
  await open(page, '/documents');
  const table = page.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', '3001');
  await expect(page.getByText('100 of 3,000 documents')).toBeVisible();
  await expect(async () => {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(page.getByRole('link', { name: 'Document 003000' })).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [100] });
  await expect(page.getByRole('status').getByText('3,000 documents')).toBeVisible();
  expect(await table.getByRole('row').count()).toBeLessThan(60);

  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) requests.push(`${request.method()} ${request.url()}`);
  });
  await page.getByRole('button', { name: 'Actions for Document 002999' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await expect(page.getByLabel('New title')).toBeFocused();
  await page.keyboard.type('Contract');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('link', { name: 'Contract' })).toBeFocused();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.getByRole('link', { name: 'Document 000001' })).toBeVisible();
  expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(2);
});

test('rows without a table scroll as far as one moves them, and never jump back', async ({
  userPage: page,
  account,
}) => {
  await fill(account, 300);
  for (const [path, width] of [
    ['/documents?view=grid', 1280],
    ['/documents', 390],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await open(page, path);
    await expect(page.getByRole('link', { name: 'Document 000001' })).toBeVisible();
    const places = await page.evaluate(async () => {
      const found: number[] = [];
      for (let step = 1; step <= 40; step++) {
        scrollBy(0, 100);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        found.push(scrollY);
      }
      return found;
    });
    expect(places).toEqual(places.map((_, step) => (step + 1) * 100));
  }
});

test('in the grid of a phone the number of links is not below the button of the menu', async ({
  userPage: page,
  account,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const { id } = await upload(account, { name: 'agreement-of-2025.txt', content: 'Agreed.' });
  await api(account, 'POST', `documents/${id}/shares`, {});
  await open(page, '/documents?view=grid');

  const links = page.getByText('1 active link');
  const menu = page.getByRole('button', { name: /^Actions for / });
  const [text, button] = [await links.boundingBox(), await menu.boundingBox()];
  expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
});
