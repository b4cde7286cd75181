/**
 * Why a passkey was not made or used. `cancelled`: the person closed the browser's dialog, or
 * let it wait; `taken`: this device has a passkey for the account; `missing`: the account
 * has none; `unsupported`: the browser cannot do it.
 */
type Reason = 'cancelled' | 'taken' | 'missing' | 'unsupported';

/** What kept a passkey from being made or used. The API had no part in it. */
export class PasskeyError extends Error {
  readonly code: `passkey_${Reason}`;

  constructor(reason: Reason) {
    super(reason);
    this.name = 'PasskeyError';
    this.code = `passkey_${reason}`;
  }
}
