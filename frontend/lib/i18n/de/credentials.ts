import type { credentials as english } from '@/lib/i18n/en/credentials';

export const credentials: typeof english = {
  passwordText: 'Ein neues Passwort beendet alle anderen Anmeldungen.',
  current: 'Aktuelles Passwort',
  next: 'Neues Passwort',
  change: 'Passwort ändern',
  passwordChanged: 'Ihr Passwort ist geändert. Alle anderen Anmeldungen sind beendet.',
  emailText: (email) => `Ihre Adresse ist ${email}.`,
  pending: (email) =>
    `Ein Wechsel zu ${email} wartet auf seinen Code. Wir haben ihn dorthin geschickt; er gilt einmal.`,
  newEmail: 'Neue E-Mail-Adresse',
  sendCode: 'Code dorthin senden',
  codeLabel: 'Code aus der E-Mail',
  confirm: 'Neue Adresse bestätigen',
  otherAddress: 'Andere Adresse',
  undoHint:
    'Ihre alte Adresse bekommt einen Link, der den Wechsel eine Woche lang rückgängig macht.',
  emailChanged: 'Ihre Adresse ist geändert.',
};
