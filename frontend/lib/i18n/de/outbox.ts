import type { outbox as english } from '@/lib/i18n/en/outbox';

export const outbox: typeof english = {
  title: 'E-Mails',
  text: 'Was der Dienst verschickt. Die Texte sind nicht zu sehen: Sie können Codes enthalten.',
  state: 'Zustand',
  all: 'Alle E-Mails',
  dead: 'Gescheitert',
  pending: 'Wartet',
  sent: 'Zugestellt',
  expired: 'Abgelaufen',
  suppressed: 'Zurückgezogen',
  none: 'Noch keine E-Mails',
  noneOfState: 'Keine E-Mails in diesem Zustand',
  created: 'Geschrieben',
  next: 'nächster Versuch',
  attempts: (count) => `${count} Versuche`,
  reason: 'Grund',
  retry: 'Noch einmal versuchen',
  retryOf: (subject, recipient) => `Noch einmal versuchen: „${subject}“ an ${recipient}`,
  retryTitle: 'Diese E-Mail noch einmal senden?',
  retryText: (recipient) =>
    `Sie geht an ${recipient}, mit allen Versuchen von vorn. Ein Code darin kann abgelaufen sein.`,
  retried: 'Die E-Mail wartet auf den Versand.',
};
