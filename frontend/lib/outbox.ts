import type { OutboxItem } from '@/app/client';

/** The states of an e-mail, in the order in which one looks for them. */
export const EMAIL_STATES = [
  'dead',
  'pending',
  'sent',
  'expired',
  'suppressed',
] as const satisfies readonly OutboxItem['status'][];
