import { beforeEach, expect, test } from 'vitest';

import { Refusal } from '@/app/client';
import { endingLogin, isTemporary, leave, toProblem } from '@/lib/error';
import { clearToken, getToken, saveToken } from '@/lib/token';

const body = { code: 'invalid_token', detail: 'Log in again.', request_id: 'x' };
const refused = (token?: string) => new Refusal(new Response(null, { status: 401 }), body, token);

beforeEach(() => saveToken('new'));

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

test('a 401 beside the call that ends the login leads nowhere', async () => {
  saveToken('new');
  let wasLed: boolean | undefined;

  await endingLogin(async () => {
    wasLed = leave(toProblem(refused('new')));
  });

  expect(wasLed).toBe(true);
  expect(getToken()).toBe('new');
});
