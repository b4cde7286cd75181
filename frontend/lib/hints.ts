import type { MyAccount } from '@/app/client';

/** Something about the account that its owner should see to. */
export type Hint = 'pendingEmail' | 'noFactor' | 'fewCodes' | 'manyDevices';

// As the e-mail of the service that warns.
const FEW_CODES = 2;
// More than a person is likely to use.
const MANY_DEVICES = 5;

/** Whether new recovery codes should be made. */
export function areFew(codes: number): boolean {
  return codes <= FEW_CODES;
}

type Account = Pick<MyAccount, 'two_fa_enabled' | 'recovery_codes_left' | 'new_email'>;

/** Return what the owner of an account should see to, the most pressing first. */
export function hintsFor(account: Account, trustedDevices: number): Hint[] {
  const hints: Hint[] = [];
  if (account.new_email !== null) hints.push('pendingEmail');
  if (!account.two_fa_enabled) hints.push('noFactor');
  else if (areFew(account.recovery_codes_left ?? 0)) hints.push('fewCodes');
  if (trustedDevices >= MANY_DEVICES) hints.push('manyDevices');
  return hints;
}
