import type { Page } from '@playwright/test';

import { type Account, api, promote, signUp } from './account';
import { test as base } from './test';

type Fixtures = {
  /** The account of the test, made an administrator. */
  admin: Account;
  /** A page of a browser in which `admin` is logged in. */
  adminPage: Page;
};

/** Return the id of an account. */
export async function idOf(account: Account): Promise<string> {
  return (await api<{ id: string }>(account, 'GET', 'users/me')).id;
}

/** Make an account an administrator, or none, as another one does. */
export async function changeRole(by: Account, account: Account, isAdmin: boolean): Promise<void> {
  const path = `users/admin/users/${await idOf(account)}`;
  await api(by, 'PATCH', path, { is_admin: isAdmin });
}

/** Tests of administrators. `chief` is one more of them: the command that makes it is slow. */
export const test = base.extend<Fixtures, { chief: Account }>({
  chief: [
    async ({}, use) => {
      const account = await signUp();
      await promote(account);
      await use(account);
    },
    { scope: 'worker' },
  ],
  admin: async ({ account, chief }, use) => {
    await changeRole(chief, account, true);
    await use(account);
  },
  // `admin` has to come before the page.
  adminPage: async ({ admin: _, userPage }, use) => use(userPage),
});
