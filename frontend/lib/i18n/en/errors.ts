import type { ErrorCode } from '@/app/client';
import type { PasskeyError } from '@/lib/passkey-error';

/** A sentence for each code. English falls back to the sentence of the API. */
export type ErrorTexts = Partial<Record<ErrorCode, string>> &
  Record<'offline' | 'unknown' | 'renewed' | PasskeyError['code'], string>;

export const errors: ErrorTexts = {
  offline: 'No answer. Check your connection, then try again.',
  unknown: 'Something broke on our side. What you typed is still here. Try again.',
  renewed: 'You logged in again in another tab. Try again.',
  passkey_cancelled: 'No passkey was used. Try again, or go another way.',
  passkey_taken: 'This device has a passkey for your account already.',
  passkey_missing: 'Your account has no passkey. Use a code.',
  passkey_unsupported: 'This browser could not use a passkey here.',
  internal_error: 'Something broke on our side. What you typed is still here. Try again.',
  invalid_code: 'This code is not right, or it has expired. Use the newest e-mail.',
  invalid_credentials: 'Wrong e-mail or password.',
  invalid_input: 'Some fields need another look.',
  invalid_reset_token: 'This request has expired. Ask for a new code.',
  rate_limited: 'Too many tries.',
  service_unavailable: 'The service is busy. Try again in a moment.',
  document_changed: 'Somebody changed this document meanwhile.',
};
