import type { adminLog as english } from '@/lib/i18n/en/admin-log';

export const adminLog: typeof english = {
  text: 'Was mit allen Konten geschah.',
  ofOne: 'Was mit diesem Konto geschah.',
  kind: 'Art',
  allKinds: 'Alle Arten',
  none: 'Bisher ist nichts geschehen.',
  nobody: 'Eine Adresse ohne Konto',
};
