import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Refusal } from '@/app/client';
import { forgetDrafts, keepDraftsOf, offerDraft } from '@/lib/drafts';
import { endingLogin, isTemporary, leave, toProblem } from '@/lib/error';
import { keys, tab } from '@/lib/storage';
import { clearToken, getToken, saveToken } from '@/lib/token';

const body = { code: 'invalid_token', detail: 'Log in again.', request_id: 'x' };
const refused = (token?: string) => new Refusal(new Response(null, { status: 401 }), body, token);

beforeEach(() => saveToken('new'));
afterEach(() => vi.unstubAllGlobals());

test('a refused login does not end the one that took its place', () => {
  const problem = toProblem(refused('old'));

  expect(leave(problem)).toBe(false);
  expect(getToken()).toBe('new');
  expect(problem).toMatchObject({ code: 'renewed', status: 0 });
  expect(isTemporary(problem)).toBe(true);
});

test('a 401 for the login of now, or without a login, is one', () => {
  expect(toProblem(refused('new'))).toMatchObject({ code: 'invalid_token', status: 401 });
  expect(toProblem(refused())).toMatchObject({ code: 'invalid_token', status: 401 });
  clearToken();
  expect(toProblem(refused('old'))).toMatchObject({ code: 'invalid_token', status: 401 });
});

test('a 401 beside or after the call that ends the login leads nowhere', async () => {
  const page = new EventTarget();
  const assign = vi.fn();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('location', { pathname: '/', search: '', hash: '', replace() {}, assign });
  const isLed = () => leave(toProblem(refused('new')));

  const during = await endingLogin(async () => isLed());
  const after = isLed();
  expect([during, after, getToken()]).toEqual([true, true, 'new']);
  expect(assign).not.toHaveBeenCalled();

  // "Back" shows the page as it was.
  page.dispatchEvent(new Event('pageshow'));
  isLed();
  expect(assign).toHaveBeenCalledOnce();
});

test('a 401 leads to the login if the call that was to end it failed', async () => {
  const assign = vi.fn();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('location', { pathname: '/', search: '', hash: '', replace() {}, assign });

  await expect(endingLogin(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  leave(toProblem(refused('new')));

  expect(assign).toHaveBeenCalledOnce();
});

test('what one types until the page is gone is kept', () => {
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('location', { pathname: '/', search: '', hash: '', replace() {}, assign() {} });
  keepDraftsOf('ada');
  let typed = 'before';
  const close = offerDraft({ name: 'form', read: () => typed });

  leave(toProblem(refused('new')));
  typed = 'after';
  page.dispatchEvent(new Event('pagehide'));

  expect(tab.read(keys.drafts)).toContain('after');
  close();
  forgetDrafts();
  keepDraftsOf(undefined);
});
