import type { home as english } from '@/lib/i18n/en/home';

export const home: typeof english = {
  title: 'Konten und Dokumente für Ihr Team',
  lead: 'Registrierung, Anmeldung, zweiter Faktor, Dokumente und Termine: im Browser oder hinter einer klaren API.',
};
