import type { admin as english } from '@/lib/i18n/en/admin';

export const admin: typeof english = {
  title: 'Verwaltung',
  text: 'Wie es dem Dienst geht, und worum sich jemand kümmern muss.',
  navigation: 'Verwaltung',
  overview: 'Überblick',
  users: 'Konten',
  invitations: 'Einladungen',
  log: 'Sicherheitsprotokoll',
  outbox: 'E-Mails',
  availability: 'Sprechzeiten',
  bookings: 'Termine',
  service: 'Dienst',
  attention: 'Hier ist etwas zu tun',
  nothing: 'Im Moment ist nichts zu tun.',
  deadEmails: (count, shown) =>
    count === 1
      ? '1 E-Mail konnte nicht zugestellt werden'
      : `${shown} E-Mails konnten nicht zugestellt werden`,
  lateJobs: (count, shown) =>
    count === 1
      ? '1 Hintergrundaufgabe ist überfällig'
      : `${shown} Hintergrundaufgaben sind überfällig`,
  deadWork: (count, shown) =>
    count === 1
      ? '1 Auftrag im Hintergrund ist endgültig gescheitert'
      : `${shown} Aufträge im Hintergrund sind endgültig gescheitert`,
  lowDisk: (_, shown) => `Die Festplatte ist fast voll: ${shown} % sind frei`,
  failedLogins: (count, shown) => {
    if (count === 1) return '1 fehlgeschlagene Anmeldung an einem Tag';
    return count >= 10_000
      ? `Mindestens ${shown} fehlgeschlagene Anmeldungen an einem Tag`
      : `${shown} fehlgeschlagene Anmeldungen an einem Tag`;
  },
  toBeDeleted: (count, shown) =>
    count === 1 ? '1 Konto wird bald gelöscht' : `${shown} Konten werden bald gelöscht`,
  numbers: 'Zahlen',
  accounts: 'Konten',
  active: (day, week) => `${day} an einem Tag aktiv, ${week} in einer Woche`,
  storage: 'Belegter Speicher',
  files: (count, shown) => (count === 1 ? '1 Datei' : `${shown} Dateien`),
  upcomingDemos: 'Anstehende Termine',
  pendingEmails: 'Wartende E-Mails',
  unverified: 'Nicht bestätigte Adressen',
  disabled: 'Gesperrte Konten',
  counted: 'Konten und Speicher wurden gezählt am',
  twoFa: (shown) => `${shown} Konten haben einen zweiten Faktor.`,
  notCounted: 'Konten und Speicher werden innerhalb einer Stunde gezählt.',
};
