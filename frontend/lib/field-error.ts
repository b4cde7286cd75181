import type { FieldError } from '@/app/client';
import { validation } from '@/lib/i18n/en/validation';
import { translated } from '@/lib/i18n/language';

/** Return why the API refused a field, in the language of the page. */
export function fieldMessage({ type, message }: FieldError): string {
  const t = translated(validation);
  const most = /\d+/.exec(message)?.[0];
  if (type === 'string_too_long' && most) return t.tooLong(Number(most));
  // Of a list. Tags that two people add at once can be too many together.
  if (type === 'too_long' && most) return t.tooMany(Number(most));
  if (type === 'string_too_short' || type === 'missing') return t.required;
  // All rules of the API itself have the type `value_error`: only their sentences differ.
  if (message === 'must be a valid e-mail address') return t.emailRefused;
  if (message === 'must not be empty') return t.required;
  if (message === 'must not contain control characters') return t.controls;
  return t.refused(message);
}
