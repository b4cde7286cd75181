import { z } from 'zod/v4-mini';

import type { PasswordRule } from '@/app/client';
import { validation } from '@/lib/i18n/en/validation';
import { translated } from '@/lib/i18n/language';

type Check = (value: string) => string | undefined;

/** Return a schema of a text; `check` returns what is wrong, in the language of now. */
export function checked(check: Check) {
  return z.string().check(({ value, issues }) => {
    const message = check(value);
    if (message !== undefined) issues.push({ code: 'custom', message, input: value });
  });
}

const texts = () => translated(validation);

/** A text that must not be empty. */
export function required() {
  return checked((value) => (value.trim() === '' ? texts().required : undefined));
}

/** An e-mail address. The API decides in the end: this only finds slips. */
export function email() {
  return checked((value) => {
    if (value.trim() === '') return texts().emailRequired;
    return /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/.test(value) ? undefined : texts().emailInvalid;
  });
}

/** A new password, by the rule of GET config. Its bounds are bytes (bcrypt). */
export function newPassword(rule: PasswordRule | undefined) {
  return checked((value) => (value === '' ? texts().passwordRequired : wrongLength(value, rule)));
}

/** A new password, or none. */
export function optionalNewPassword(rule: PasswordRule | undefined) {
  return checked((value) => (value === '' ? undefined : wrongLength(value, rule)));
}

function wrongLength(value: string, rule: PasswordRule | undefined): string | undefined {
  const bytes = new TextEncoder().encode(value.normalize('NFC')).length;
  if (rule && bytes < rule.min_bytes) return texts().passwordShort(rule.min_bytes);
  if (rule && bytes > rule.max_bytes) return texts().passwordLong(rule.max_bytes);
  return undefined;
}

/** A password that exists already. */
export function password() {
  return checked((value) => (value === '' ? texts().passwordRequired : undefined));
}

/** A code from an e-mail or an app, in digits. */
export function code(digits: number) {
  return checked((value) =>
    value.replace(/\D/g, '').length === digits ? undefined : texts().codeIncomplete(digits),
  );
}

/** A whole number between two bounds, or nothing. */
export function optionalNumber(least: number, most: number, message: string) {
  return checked((value) => {
    const text = value.trim();
    const isRight = /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
    return text === '' || isRight ? undefined : message;
  });
}
