import type { validation as english } from '@/lib/i18n/en/validation';

export const validation: typeof english = {
  required: 'Hier fehlt eine Eingabe.',
  emailRequired: 'Geben Sie Ihre E-Mail-Adresse ein.',
  emailInvalid: 'Das ist keine E-Mail-Adresse. Schreiben Sie sie wie ada@example.com.',
  passwordRequired: 'Geben Sie ein Passwort ein.',
  passwordShort: (bytes) => `Mindestens ${bytes} Zeichen.`,
  passwordLong: (bytes) =>
    `Dieses Passwort ist zu lang. Höchstens ${bytes} Byte: Umlaute und Emoji zählen mehrfach.`,
  codeIncomplete: (digits) => `Geben Sie alle ${digits} Ziffern ein.`,
  emailRefused:
    'Diese E-Mail-Adresse ist hier nicht möglich. Vor dem @ gibt es keine Umlaute und Akzente.',
  tooLong: (most) => `Höchstens ${most} Zeichen.`,
  tooMany: (most) => `Höchstens ${most} sind möglich.`,
  controls: 'Entfernen Sie die unsichtbaren Zeichen.',
  refused: () => 'Diese Eingabe ist so nicht möglich.',
};
