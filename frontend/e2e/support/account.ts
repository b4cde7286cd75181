import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';

import { environment } from './environment';
import { mailedCode } from './mailbox';

export const PASSWORD = 'correct-horse-battery';

/** A person: each test has its own, with an address of the network of its own. */
export type Account = { email: string; password: string; token: string; ip: string };

/** Return an e-mail address that nobody has. */
export function newEmail(): string {
  return `ada-${randomBytes(6).toString('hex')}@example.com`;
}

/** Return an address of the network that nobody else uses: it has limits of its own. */
export function newIp(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

/** Call the API as an account, or as nobody, and return the JSON of its reply. */
export async function api<T>(
  who: { token?: string; ip: string; userAgent?: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const reply = await fetch(`${environment.apiUrl}/api/v1/${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Forwarded-For': who.ip,
      ...(who.userAgent && { 'User-Agent': who.userAgent }),
      ...(who.token && { Authorization: `Bearer ${who.token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Sign up, confirm the address, and return the account, logged in. */
export async function signUp(email = newEmail()): Promise<Account> {
  const ip = newIp();
  const body = { email, password: PASSWORD };
  const { signup_token } = await api<{ signup_token: string }>(
    { ip },
    'POST',
    'users/signup',
    body,
  );
  const { access_token: token } = await api<{ access_token: string }>(
    { ip },
    'POST',
    'users/verify-signup',
    { signup_token, code: await mailedCode(email) },
  );
  return { email, password: PASSWORD, token, ip };
}

/** Log in again, on another device; return the account with the token of that login. */
export async function logIn(account: Account, userAgent?: string): Promise<Account> {
  const { email, password, ip } = account;
  const who = { ip, userAgent };
  const { access_token: token } = await api<{ access_token: string }>(who, 'POST', 'users/login', {
    email,
    password,
  });
  return { ...account, token };
}

/** Make an account an administrator, as an operator does. */
export async function promote(account: Account): Promise<void> {
  const command = ['-m', 'backend.cli', 'promote', account.email];
  await promisify(execFile)(environment.python, command, { cwd: environment.root });
}
