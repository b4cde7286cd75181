import { type Account, api, newEmail } from './account';
import { mailed } from './mailbox';

/** Invite somebody as an administrator, and return the path of the link in the e-mail. */
export async function invite(admin: Account, email = newEmail()): Promise<string> {
  await api(admin, 'POST', 'users/admin/invitations', { email });
  return mailed(email, /\/invitation#[\w-]+/);
}
