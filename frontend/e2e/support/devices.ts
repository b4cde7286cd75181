import { type Account, logIn } from './account';

/** Devices that a person has. */
export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1';
export const LAPTOP =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:145.0) Gecko/20100101 Firefox/145.0';

/** Log in on two other devices. */
export async function logInElsewhere(account: Account): Promise<void> {
  await logIn(account, PHONE);
  await logIn(account, LAPTOP);
}
