// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type Auth, connect, type NewIdentity } from '@/app/client';
import { enter, readSteps, saveLogin, saveSteps } from '@/lib/auth';
import { linkArrival } from '@/lib/link-arrival';
import { newQueryClient } from '@/lib/queries/client';
import { answerIn, takeAnswer } from '@/lib/provider-login';
import { getToken } from '@/lib/token';

const flow = { purpose: 'login', token: 'flow', name: 'Acme', next: '/documents?q=a' } as const;
const auth = { access_token: 'token', pending_2fa: false } as Auth;
const arrival = { provider_name: 'Acme', link_token: 'link' } as NewIdentity;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

test.each([
  ['?state=s&code=c', { state: 's', code: 'c', iss: undefined }],
  [
    '?code=c&state=s&iss=https%3A%2F%2Fa.example',
    { state: 's', code: 'c', iss: 'https://a.example' },
  ],
  ['?error=access_denied&state=s', { error: 'access_denied' }],
  // A provider that refuses sends no code: RFC 6749, 4.1.2.1.
  ['?error=x&state=s&code=c', { error: 'x' }],
  ['?state=s', undefined],
  ['?code=c', undefined],
  ['?state=&code=', undefined],
  ['', undefined],
])('the answer in %s', (query, answer) => expect(answerIn(query)).toEqual(answer));

test('an answer is taken once, with its flow, and leaves the address', () => {
  saveSteps({ provider: flow });
  history.replaceState(null, '', '/oidc?code=secret&state=s');

  const taken = takeAnswer();

  expect(taken).toEqual({ answer: { state: 's', code: 'secret', iss: undefined }, flow });
  expect(location.href).not.toContain('secret');
  expect(location.search).toBe('?next=%2Fdocuments%3Fq%3Da');
  expect(readSteps().provider).toBeUndefined();
  expect(takeAnswer()).toBeUndefined();
});

test('an answer to a flow of another tab has none', () => {
  history.replaceState(null, '', '/oidc?code=c&state=s');

  expect(takeAnswer()?.flow).toBeUndefined();
  expect(location.search).toBe('');
});

test('a flow stays if there is no answer', () => {
  saveSteps({ provider: flow });
  history.replaceState(null, '', '/oidc');

  expect(takeAnswer()).toBeUndefined();
  expect(readSteps().provider).toEqual(flow);
});

test('a login forgets the steps of this tab, but not a person who is to be linked', () => {
  saveSteps({ arrival, email: 'ada@example.com' });
  saveLogin(auth);
  expect(readSteps()).toEqual({});

  saveSteps({ arrival: { ...arrival, link: 'wanted' }, provider: flow });
  saveLogin(auth);
  expect(readSteps()).toEqual({ arrival: { ...arrival, link: 'due' } });
  expect(getToken()).toBe('token');
});

test('a login that waits for its second factor is kept for the tab only', () => {
  saveSteps({ arrival: { ...arrival, link: 'wanted' } });

  const missing = enter({ ...auth, pending_2fa: true });

  expect(missing).toBe('/two-fa');
  expect(getToken()).toBeUndefined();
  expect(readSteps()).toMatchObject({
    secondFactor: { token: 'token' },
    arrival: { link: 'wanted' },
  });
});

test('only the login of this tab links a person, and once', async () => {
  connect({ baseUrl: 'https://sample.example', token: getToken });
  const sent = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({}));
  const client = newQueryClient();

  // Another tab logged in.
  saveSteps({ arrival: { ...arrival, link: 'wanted' } });
  await linkArrival(client);
  expect(readSteps().arrival).toBeUndefined();
  expect(sent).not.toHaveBeenCalled();

  saveSteps({ arrival: { ...arrival, link: 'wanted' } });
  saveLogin(auth);
  await Promise.all([linkArrival(client), linkArrival(client)]);
  expect(sent).toHaveBeenCalledOnce();
});
