import { type Account, logIn } from '../support/account';
import { LAPTOP, PHONE } from '../support/devices';

/** Log in on two other devices. */
export async function logInElsewhere(account: Account): Promise<void> {
  await logIn(account, PHONE);
  await logIn(account, LAPTOP);
}
