import type { SecurityEventPublic } from '@/app/client';

export type EventKind = SecurityEventPublic['kind'];

/** What an owner should look at twice: it may be somebody else's doing. */
const STRIKING: ReadonlySet<EventKind> = new Set<EventKind>([
  'login_failed',
  'wrong_password',
  'password_reset',
  'second_factor_failed',
  'recovery_code_used',
  'two_factor_disabled',
  'two_factor_reset',
  'passkey_failed',
  'passkey_copied',
  'identity_refused',
  'email_change_requested',
  'email_changed',
  'deletion_requested',
  'disabled',
]);

/** Whether an owner should look at an event twice. */
export function isStriking(kind: EventKind): boolean {
  return STRIKING.has(kind);
}
