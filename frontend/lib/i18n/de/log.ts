import type { log as english } from '@/lib/i18n/en/log';

export const log: typeof english = {
  text: 'Was mit Ihrem Konto geschehen ist, das Neueste zuerst.',
  list: 'Ereignisse',
  byAdministrator: 'durch einen Administrator',
  empty: 'Noch ist nichts geschehen',
};
