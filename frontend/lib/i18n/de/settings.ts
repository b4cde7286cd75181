import type { settings as english } from '@/lib/i18n/en/settings';

export const settings: typeof english = {
  title: 'Einstellungen',
  navigation: 'Einstellungen',
  back: 'Alle Einstellungen',
  profile: 'Profil',
  password: 'Passwort',
  email: 'E-Mail-Adresse',
  twoFactor: 'Zweiter Faktor',
  passkeys: 'Passkeys',
  providers: 'Anmelde-Anbieter',
  sessions: 'Anmeldungen',
  devices: 'Vertraute Geräte',
  apiTokens: 'API-Tokens',
  log: 'Sicherheitsprotokoll',
  data: 'Ihre Daten',
};
