import type { auth as english } from '@/lib/i18n/en/auth';

export const auth: typeof english = {
  loginTitle: 'Anmelden',
  logIn: 'Anmelden',
  noAccount: 'Noch kein Konto?',
  hasAccount: 'Sie haben schon ein Konto?',
  signUp: 'Registrieren',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  newPassword: 'Neues Passwort',
  passkeyLogin: 'Mit Passkey anmelden',
  forgotPassword: 'Passwort vergessen?',
  backToLogin: 'Zurück zur Anmeldung',
  loggedOut: 'Sie wurden auf diesem Gerät abgemeldet. Melden Sie sich an, um weiterzumachen.',
  factorExpired:
    'Diese Anmeldung hat zu lange gedauert, oder zu viele Codes waren falsch. Melden Sie sich neu an.',
  passwordReset:
    'Ihr Passwort ist geändert, und alle Geräte sind abgemeldet. Melden Sie sich mit dem neuen an.',
  toBeDeleted:
    'Ihr Konto wird gelöscht, und alle Geräte sind abgemeldet. Bis dahin behalten Sie es mit dem Link in unserer E-Mail.',
};
