import type { home as english } from '@/lib/i18n/en/home';

export const home: typeof english = {
  title: 'Konten und Dokumente für Ihr Team',
  lead: 'Dateien, die jeder wiederfindet, hinter Anmeldungen, auf die Sie sich verlassen können. Im Browser oder über eine klare API.',
  hasAccount: 'Sie haben ein Konto?',
  forgotPassword: 'Passwort vergessen?',
  featuresTitle: 'Was darin steckt',
  features: {
    accounts: [
      'Anmeldungen, die halten',
      'Zweiter Faktor mit Authenticator-App und Wiederherstellungscodes, vertraute Geräte, eine Liste aller Anmeldungen und ein Protokoll von allem, was die Sicherheit betrifft.',
    ],
    search: [
      'Gefunden nach ihrem Inhalt',
      'Suche im Text von PDF-, Office- und Textdateien. Schlagwörter, frühere Versionen und Vorschaubilder halten auch große Sammlungen in Ordnung.',
    ],
    shares: [
      'Geteilt, wie Sie es wollen',
      'Ein Link für ein Dokument, mit Passwort, Ablauf und einer Zahl von Downloads. Sie können ihn jederzeit beenden.',
    ],
    uploads: [
      'Uploads, die ankommen',
      'Legen Sie Dateien irgendwo ab. Eine verlorene Verbindung hält einen Upload nur an, und Gelöschtes bleibt eine Weile im Papierkorb.',
    ],
    demos: [
      'Demos in jeder Zeitzone',
      'Besucher wählen eine freie Zeit und bekommen eine Einladung für ihren Kalender. Mit deren Link verschieben sie die Demo oder sagen sie ab.',
    ],
    api: [
      'Eine API für alles',
      'Alles in dieser App ist eine dokumentierte REST-API mit einem Format für Fehler und einem typisierten Client. Sie betreiben sie selbst.',
    ],
  },
  closingTitle: 'Sehen Sie es sich mit uns an',
  closing:
    'Wählen Sie eine Zeit, die Ihnen passt. Wir führen Sie herum und beantworten, was Sie wissen möchten.',
  footer: 'Fußzeile',
  apiDocs: 'Dokumentation der API',
  picture: {
    search: 'miete',
    rows: [
      ['Mietvertrag 2026', 'die ', 'Miete', ' ist am Ersten fällig', 'PDF'],
      ['Budget', '', 'Miete', ' und Heizung je Quartal', 'XLSX'],
      ['Notizen vom März', 'nach der neuen ', 'Miete', ' fragen', 'TXT'],
    ],
    share: 'Geteilt bis Freitag',
    shareText: 'mit Passwort, 3 von 5 Downloads',
  },
};
