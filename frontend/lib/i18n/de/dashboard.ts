import type { dashboard as english } from '@/lib/i18n/en/dashboard';

export const dashboard: typeof english = {
  title: 'Übersicht',
  welcome: (name) => `Willkommen, ${name}.`,
  hints: 'Für Ihre Sicherheit',
  pendingEmail: ({ email }) => ({
    title: `${email} ist noch nicht bestätigt`,
    text: 'Der Code, den wir dorthin geschickt haben, schließt die Änderung Ihrer Adresse ab.',
    action: 'Code eingeben',
  }),
  noFactor: () => ({
    title: 'Schützen Sie Ihr Konto mit einem zweiten Faktor',
    text: 'Ein Code von Ihrem Telefon, zusätzlich zum Passwort, hält andere fern.',
    action: 'Einrichten',
  }),
  fewCodes: ({ codes }) => ({
    title:
      codes === 0
        ? 'Kein Wiederherstellungscode ist übrig'
        : codes === 1
          ? 'Nur noch 1 Wiederherstellungscode ist übrig'
          : `Nur noch ${codes} Wiederherstellungscodes sind übrig`,
    text: 'Damit kommen Sie hinein, falls Sie Ihr Telefon verlieren.',
    action: 'Neue erzeugen',
  }),
  manyDevices: ({ devices }) => ({
    title: `${devices} Geräte brauchen keinen Code des zweiten Faktors`,
    text: 'Heben Sie das Vertrauen in die auf, die Sie nicht mehr benutzen.',
    action: 'Ansehen',
  }),
  documents: 'Neueste Dokumente',
  allDocuments: 'Alle Dokumente',
  noDocuments: 'Noch keine Dokumente',
  noDocumentsText:
    'Ziehen Sie Dateien auf diese Seite, oder wählen Sie welche mit der Schaltfläche oben aus.',
  storage: 'Speicher',
  space: 'Platz',
  files: 'Dateien',
  used: (used, limit) => `${used} von ${limit} belegt`,
  nearlyFull:
    'Ihr Speicher ist fast voll. Leeren Sie den Papierkorb, oder löschen Sie alte Dokumente.',
  toTrash: 'Papierkorb öffnen',
  demo: 'Nächste Demo',
  demoChange: 'Mit dem Link in unserer E-Mail verschieben Sie sie oder sagen sie ab.',
  noDemo: 'Sie haben keine Demo gebucht. Wir zeigen Ihnen gern, was möglich ist.',
  bookDemo: 'Demo buchen',
  events: 'Neueste Sicherheitsereignisse',
  allEvents: 'Sicherheitsprotokoll',
};
