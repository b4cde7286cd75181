import type { signup as english } from '@/lib/i18n/en/signup';

export const signup: typeof english = {
  title: 'Konto anlegen',
  name: 'Vor- und Nachname',
  submit: 'Konto anlegen',
  closedTitle: 'Die Registrierung ist geschlossen',
  closed: 'Zurzeit sind keine neuen Konten möglich. Bestehende Konten funktionieren wie immer.',
  verifyTitle: 'Sehen Sie in Ihre E-Mails',
  sentTo: (email, minutes) =>
    `Wir haben einen Code an ${email} gesendet. Er gilt ${minutes} Minuten.`,
  waiting: (email) =>
    `Ihre Adresse ${email} ist noch nicht bestätigt. Geben Sie den Code aus unserer E-Mail ein, oder fordern Sie einen neuen an.`,
  otherAddress: 'Eine andere Adresse nehmen',
  noStepTitle: 'Adresse bestätigen',
  noStep:
    'In diesem Browser-Tab wartet keine Registrierung auf einen Code. Melden Sie sich mit der Adresse und dem Passwort an, die Sie gewählt haben: So kommen Sie zum Code.',
};
