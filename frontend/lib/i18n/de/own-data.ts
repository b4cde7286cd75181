import type { ownData as english } from '@/lib/i18n/en/own-data';

export const ownData: typeof english = {
  text: 'Alles, was der Dienst über Sie aufbewahrt.',
  exportTitle: 'Export',
  exportText: 'Eine ZIP-Datei mit allen Ihren Daten und Dokumenten.',
  export: 'Export herunterladen',
  deleteTitle: 'Konto löschen',
  deleteText: (days) =>
    days === 1
      ? 'Ihr Konto und alle Dokumente werden nach einem Tag gelöscht. Bis dahin macht der Link in unserer E-Mail es rückgängig.'
      : `Ihr Konto und alle Dokumente werden nach ${days} Tagen gelöscht. Bis dahin macht der Link in unserer E-Mail es rückgängig.`,
  delete: 'Mein Konto löschen',
};
