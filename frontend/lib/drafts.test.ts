import { afterEach, beforeEach, expect, test } from 'vitest';

import { forgetDrafts, keepDrafts, keepDraftsOf, offerDraft, takeDraft } from '@/lib/drafts';
import { keys, tab } from '@/lib/storage';

let withdraw: (() => void)[] = [];

function type(name: string, typed: unknown) {
  withdraw.push(offerDraft({ name, read: () => typed }));
}

function endLogin() {
  keepDrafts();
  withdraw.forEach((each) => each());
  withdraw = [];
  keepDraftsOf(undefined);
}

beforeEach(() => {
  forgetDrafts();
  keepDraftsOf('ada');
});
afterEach(endLogin);

test('what was typed is given back to its form once', () => {
  type('profile', { name: 'Ada King' });
  type('notes 1', { notes: 'Calls back.' });
  type('untouched', undefined);
  endLogin();

  expect(keepDraftsOf('ada')).toBe(true);
  expect(takeDraft('untouched')).toBeUndefined();
  expect(takeDraft('profile')).toEqual({ name: 'Ada King' });
  expect(takeDraft('profile')).toBeUndefined();
  expect(takeDraft('notes 1')).toEqual({ notes: 'Calls back.' });
  expect(tab.read(keys.drafts)).toBeUndefined();
});

test('nobody else finds it, and then nothing is left', () => {
  type('profile', { name: 'Ada King' });
  endLogin();

  expect(keepDraftsOf('grace')).toBe(false);
  expect(takeDraft('profile')).toBeUndefined();
  expect(tab.read(keys.drafts)).toBeUndefined();
});

test('a form that was not opened again keeps its entries when the next login ends', () => {
  type('profile', { name: 'Ada King' });
  endLogin();
  keepDraftsOf('ada');
  type('invitation', { email: 'a@example.com' });
  endLogin();
  keepDraftsOf('ada');

  expect(takeDraft('profile')).toEqual({ name: 'Ada King' });
  expect(takeDraft('invitation')).toEqual({ email: 'a@example.com' });
});

test('without an account nothing is kept', () => {
  keepDraftsOf(undefined);
  type('booking', { name: 'Ada King' });
  keepDrafts();

  expect(tab.read(keys.drafts)).toBeUndefined();
});
