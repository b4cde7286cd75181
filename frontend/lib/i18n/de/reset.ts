import type { reset as english } from '@/lib/i18n/en/reset';

export const reset: typeof english = {
  title: 'Passwort vergessen?',
  text: 'Geben Sie die Adresse Ihres Kontos ein. Wir senden Ihnen einen Code für ein neues Passwort.',
  submit: 'Code senden',
  codeTitle: 'Sehen Sie in Ihre E-Mails',
  sentTo: (email, minutes) =>
    `Wenn es zu ${email} ein Konto gibt, ist ein Code dorthin unterwegs. Er gilt ${minutes} Minuten.`,
  passwordTitle: 'Wählen Sie ein neues Passwort',
  passwordText: 'Danach sind alle Geräte abgemeldet. Ein zweiter Faktor bleibt eingeschaltet.',
  save: 'Passwort speichern',
  otherAddress: 'Eine andere Adresse nehmen',
  noStepTitle: 'Neues Passwort festlegen',
  noStep: 'Dieser Browser-Tab wartet auf keinen Code. Fordern Sie einen an: Er kommt per E-Mail.',
  start: 'Code anfordern',
};
