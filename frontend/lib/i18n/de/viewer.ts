import type { viewer as english } from '@/lib/i18n/en/viewer';

export const viewer: typeof english = {
  back: 'Alle Dokumente',
  download: 'Herunterladen',
  none: 'Diese Datei lässt sich hier nicht zeigen',
  noneText: 'Laden Sie sie herunter, um sie mit einem Programm zu öffnen.',
  pdf: (title) => `Seiten von ${title}`,
  cut: 'Nur der Anfang ist zu sehen. Laden Sie die Datei herunter, um alles zu lesen.',
};
