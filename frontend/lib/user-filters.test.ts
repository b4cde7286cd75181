import { expect, test } from 'vitest';

import { readUserFilters, toUsersQuery } from '@/lib/user-filters';

const queryOf = (address: string) => toUsersQuery(readUserFilters(new URLSearchParams(address)));

test.each([
  ['', {}],
  [
    'q=+ada+&state=disabled&role=admins&sort=storage',
    {
      search: 'ada',
      is_active: false,
      is_admin: true,
      sort: 'storage',
    },
  ],
  ['state=leaving', { to_be_deleted: true }],
  ['state=unverified&role=others', { is_verified: false, is_admin: false }],
  ['state=constructor&role=x&sort=best&q=++', {}],
])('the address %s asks for %j', (address, query) => {
  expect(queryOf(address)).toEqual(query);
});

test('a search is cut to what the API takes', () => {
  expect(queryOf(`q=${'a'.repeat(300)}`).search).toHaveLength(200);
});
