import type { auth as english } from '@/lib/i18n/en/auth';

export const auth: typeof english = {
  loginTitle: 'Anmelden',
  logIn: 'Anmelden',
  noAccount: 'Noch kein Konto?',
  signUp: 'Registrieren',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  forgotPassword: 'Passwort vergessen?',
};
