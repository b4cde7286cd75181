'use client';

import { useQueryClient } from '@tanstack/react-query';

import { type UserChangeRequest, type UserForAdmin, UsersService } from '@/app/client';
import { useUser } from '@/contexts/user-context';
import { withRecentLogin } from '@/lib/error';
import { notify } from '@/lib/notify';
import { meQuery } from '@/lib/queries/account';
import { adminKeys } from '@/lib/queries/admin';

/**
 * Return functions that change an account. Each asks for the password if the API wants a
 * recent login, says that it is done, and shows the account as it is then.
 */
export function useChangeAccount(user: UserForAdmin) {
  const client = useQueryClient();
  const isOwn = useUser().id === user.id;
  const path = { user_id: user.id };

  async function run(call: () => Promise<unknown>, done: string): Promise<void> {
    await withRecentLogin(call);
    notify({ kind: 'success', text: done });
    await refresh();
  }

  async function refresh(): Promise<void> {
    // Lists and logs are loaded anew when somebody looks at them.
    void client.invalidateQueries({ queryKey: adminKeys.users });
    void client.invalidateQueries({ queryKey: adminKeys.log });
    // Who changed themselves may have no access any more.
    if (isOwn) await client.invalidateQueries(meQuery);
    await client.invalidateQueries({ queryKey: adminKeys.user(user.id) });
  }

  return {
    change: (body: UserChangeRequest, done: string) =>
      run(() => UsersService.adminChangeUser({ path, body }), done),
    endSessions: (done: string) => run(() => UsersService.adminEndSessions({ path }), done),
    resetFactor: (done: string) => run(() => UsersService.adminResetTwoFactor({ path }), done),
  };
}
