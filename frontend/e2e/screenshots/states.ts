import { expect, type Page } from '@playwright/test';

import { type Account, api } from '../support/account';
import { fill, upload } from '../support/documents';
import { type Place, places } from '../support/places';

/** A state of a page: what the account has, and what one does there. */
type State = Place & { name: string; path: string; act?: (page: Page) => Promise<unknown> };

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const dialog = (page: Page) => page.getByRole('dialog');

/** Press one button after the other. */
const steps =
  (...all: ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of all) await step(page);
  };

/** Open a dialog, and press its button without filling it in. */
const refused = (open: string, send: string) =>
  steps(press(open), (page) => dialog(page).getByRole('button', { name: send }).click());

async function someDocuments(account: Account): Promise<void> {
  const tags = ['home', 'tax 2026'];
  const title = 'A title that is so long that no row of a list on a phone has enough room for it';
  await upload(account, { name: 'lease.txt', title: 'Lease', content: 'The lease', tags });
  await upload(account, { name: 'a-long-name-without-any-blank.md', title, content: '# Walk' });
  await fill(account, 30);
}

async function trashed(account: Account): Promise<void> {
  const { id } = await upload(account, { name: 'lease.txt', title: 'Lease', content: 'a' });
  await api(account, 'DELETE', `documents/${id}`);
}

async function shared(account: Account): Promise<void> {
  const { id } = await upload(account, { name: 'lease.txt', title: 'Lease', content: 'a' });
  await api(account, 'POST', `documents/${id}/shares`, { max_downloads: 3 });
}

/** Let the next answers of the API say that it is busy. */
const away = (pattern: string) => async (page: Page) => {
  await page.route(pattern, (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible();
};

/** Let somebody else take the time that one asks for. */
const taken = async (page: Page) => {
  const json = { code: 'slot_taken', detail: 'Taken.', request_id: 'x' };
  await page.route('**/book-demo/**', (route) =>
    route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 409, json }),
  );
};

const chooseTime = (page: Page) => page.getByRole('list').getByRole('button').last().click();
const alertShows = (page: Page) => expect(page.getByText('just taken')).toBeVisible();

function of(path: string, states: Record<string, Partial<State>>): State[] {
  const place = places[path];
  if (!place) throw new Error(`${path} is no page`);
  const prefix = path.slice(1).replaceAll('/', '-');
  return Object.entries(states).map(([name, state]) => ({
    ...place,
    path,
    act: undefined,
    ...state,
    name: `${prefix}--${name}`,
  }));
}

const bookingForm = {
  'Your name': 'Ada Lovelace',
  'E-mail address at work': 'ada@example.com',
};

const fillIn = (values: Record<string, string>) => async (page: Page) => {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
};

/** Dialogs, errors, choices and empty lists that one should look at. */
export const states: readonly State[] = [
  ...of('/documents', {
    list: { prepare: someDocuments },
    grid: { prepare: someDocuments, path: '/documents?view=grid' },
    selected: {
      prepare: someDocuments,
      act: (page) => page.getByRole('checkbox', { name: /Lease/ }).first().check(),
    },
    filters: { prepare: someDocuments, act: press('Filters') },
    menu: { prepare: someDocuments, act: press('Actions for Lease') },
    'nothing-found': { prepare: someDocuments, path: '/documents?q=zebra' },
    failed: { act: away('**/api/**/documents?*') },
  }),
  ...of('/documents/trash', { filled: { prepare: trashed } }),
  ...of('/documents/shares', { filled: { prepare: shared } }),
  ...of('/documents/view', {
    share: { act: press('Share') },
    'share-refused': {
      act: steps(
        press('Share'),
        (page) => dialog(page).getByLabel('Downloads at most').fill('none'),
        (page) => dialog(page).getByRole('button', { name: 'Make the link' }).click(),
      ),
    },
    'new-version': { act: refused('New version', 'Upload') },
    title: {
      act: steps(press('Change the title'), (page) =>
        expect(page.getByLabel('Title', { exact: true })).toBeVisible(),
      ),
    },
    gone: { address: async () => '/documents/view?id=nonsense' },
  }),
  ...of('/book-demo', {
    'form-refused': { act: steps(chooseTime, press('Book this time')) },
    taken: {
      act: steps(taken, chooseTime, fillIn(bookingForm), press('Book this time'), alertShows),
    },
  }),
  ...of('/book-demo/manage', {
    cancel: { act: press('Cancel the demo') },
    'not-found': { address: async () => '/book-demo/manage/nothing' },
  }),
  ...of('/admin/users', { 'nobody-found': { path: '/admin/users?q=nobody-has-this-address' } }),
  ...of('/admin/users/view', {
    limits: { act: press('Change the limits') },
    missing: { address: async () => '/admin/users/view?id=nonsense' },
  }),
  ...of('/admin/bookings', {
    'nothing-found': { path: '/admin/bookings?view=list&q=nobody-has-this-name' },
  }),
  ...of('/admin/bookings/view', {
    move: {
      act: steps(press('Move it'), (page) => expect(dialog(page).getByRole('grid')).toBeVisible()),
    },
    'move-taken': {
      act: steps(taken, press('Move it'), chooseTime, press('Move to this time'), alertShows),
    },
    'call-off': { act: press('Call it off') },
    'notes-of-two': {
      act: steps(
        (page) => page.getByRole('textbox', { name: 'Notes' }).fill('Wants a quote.'),
        notedByAnother,
        press('Save'),
        (page) => expect(page.getByText('Keep theirs')).toBeVisible(),
      ),
    },
  }),
  ...of('/admin/invitations', { refused: { act: refused('Invite a person', 'Send invitation') } }),
  ...of('/admin/availability', {
    mistakes: {
      act: steps(
        press('Add hours on Sunday'),
        (page) => page.getByLabel('Sunday, hours 1, from').fill('20:00'),
        (page) => page.getByLabel('Sunday, hours 1, until').fill('19:00'),
        press('Save'),
      ),
    },
  }),
  ...of('/admin/security-log', {
    failed: { act: away('**/api/**/security-log*') },
  }),
];

/** Save notes of the booking of the page, as somebody else does meanwhile. */
async function notedByAnother(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const id = new URLSearchParams(location.search).get('id') ?? '';
    const token = localStorage.getItem('sample.token') ?? '';
    await fetch(`/api/v1/book-demo/admin/bookings/${id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ notes: 'Called us on Monday.\nCalls back in June.' }),
    });
  });
}
