import { randomInt } from 'node:crypto';

import { api, newEmail } from './support/account';
import { expectAccessible } from './support/axe';
import { expectPage, reload } from './support/forms';
import { expect, failed, open, test } from './support/test';

type Slots = { items: { start: string }[] };

const DAY = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

test.use({ expectedProblems: [failed(500)] });

test('what is new, what is used, and what wants to be done', async ({
  userPage: page,
  account,
}) => {
  const part = (name: string) => page.getByRole('region', { name, exact: true });
  await page.route('**/documents/usage', (route) => route.fulfill({ status: 500 }));
  await open(page, '/dashboard');

  // A new account, and one part that fails.
  await expect(part('Latest documents')).toContainText('Drop files anywhere on this page');
  await expect(part('Latest security events')).toContainText('Account created');
  await expect(part('For your safety').getByRole('listitem')).toHaveCount(1);
  await expect(part('Next demo').getByRole('link')).toHaveAttribute('href', '/book-demo');
  await expect(part('Storage').getByRole('alert')).toContainText('could not be loaded');
  await expectAccessible(page);
  await page.unroute('**/documents/usage');
  await part('Storage').getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Storage' })).toBeFocused();
  await expect(part('Storage').getByRole('meter', { name: 'Files' })).toHaveAttribute(
    'aria-valuetext',
    /^0 of [\d,]+ used$/,
  );

  // An upload shows without another visit.
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload files' }).click();
  const file = { name: 'Quarterly report.txt', mimeType: 'text/plain', buffer: Buffer.from('Hi') };
  await (await chooser).setFiles(file);
  const link = part('Latest documents').getByRole('link', { name: 'Quarterly report' });
  await expect(link).toHaveAttribute('href', /^\/documents\/view\?id=[\w-]+$/);
  await expect(part('Storage')).toContainText(/1 of [\d,]+ used/);

  const { items } = await api<Slots>(
    account,
    'GET',
    `book-demo/slots?date_from=${day(30)}&date_to=${day(50)}&timezone=UTC`,
  );
  // Tests beside this one book, too.
  const start = items[randomInt(items.length)]?.start ?? '';
  const body = { name: 'Ada', email: account.email, start, timezone: 'UTC' };
  await api(account, 'POST', 'book-demo/book', body);
  const change = { new_email: newEmail(), password: account.password };
  await api(account, 'POST', 'users/change-email', change);
  await api(account, 'PATCH', 'users/me', { locale: 'de-AT' });
  await reload(page);

  await expectPage(page, '/dashboard', 'Übersicht');
  await expect(part('Nächste Demo').getByRole('time')).toHaveAttribute('datetime', start);
  await expect(part('Neueste Sicherheitsereignisse').getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  const hints = part('Für Ihre Sicherheit').getByRole('listitem');
  await expect(hints).toHaveText([new RegExp(change.new_email), /zweiten Faktor/]);
  await hints.first().getByRole('link').click();
  await expectPage(page, '/settings/email', 'E-Mail-Adresse');
});
