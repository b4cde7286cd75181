import { type Auth, UsersService } from '@/app/client';
import { saveLogin } from '@/lib/auth';

/** Keep the login of an account that was just made, which gets the zone of this browser. */
export async function saveFirstLogin(auth: Auth): Promise<void> {
  // The zone of new accounts is UTC. If the API does not know this one, it stays so.
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const token = () => auth.access_token;
  await UsersService.updateMe({ body: { timezone }, auth: token }).catch(() => undefined);
  saveLogin(auth);
}
