import type { twoFactor as english } from '@/lib/i18n/en/two-factor';

export const twoFactor: typeof english = {
  text: 'Ein Code aus einer App auf Ihrem Telefon, zusätzlich zum Passwort.',
  off: 'Aus',
  on: 'An',
  start: 'Einrichten',
  scan: 'Lesen Sie dieses Bild mit Ihrer Authenticator-App ein, oder geben Sie das Geheimnis ein.',
  qr: 'QR-Code für die Authenticator-App',
  secret: 'Geheimnis',
  firstCode: 'Code, den die App zeigt',
  enable: 'Einschalten',
  startAgain: 'Neu beginnen',
  codesTitle: 'Ihre Wiederherstellungscodes',
  codesText:
    'Jeder ersetzt einmal einen Code der App. Sie werden nur jetzt gezeigt: Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon erreichen.',
  save: 'Als Datei sichern',
  print: 'Drucken',
  kept: 'Ich habe sie aufbewahrt',
  left: (count) =>
    count === 1
      ? '1 Wiederherstellungscode ist übrig.'
      : `${count} Wiederherstellungscodes sind übrig.`,
  few: 'Machen Sie neue, bevor der letzte verbraucht ist.',
  renew: 'Neue Wiederherstellungscodes',
  renewText: 'Die alten gelten nicht mehr, und alle anderen Anmeldungen enden.',
  disable: 'Ausschalten',
  disableText: 'Ihr Passwort allein genügt dann. Alle anderen Anmeldungen enden.',
  disabled: 'Der zweite Faktor ist aus.',
  file: 'wiederherstellungscodes.txt',
};
