import type { providers as english } from '@/lib/i18n/en/providers';

export const providers: typeof english = {
  text: 'Melden Sie sich mit einem Konto an, das Sie anderswo haben.',
  list: 'Ihre verknüpften Anmeldungen',
  emptyTitle: 'Noch keine verknüpften Anmeldungen',
  emptyText: 'Verknüpfen Sie eine Anmeldung: Sie öffnet Ihr Konto ohne Passwort.',
  link: (name) => `${name} verknüpfen`,
  gone: 'Zurzeit nicht nutzbar',
  linkedAt: 'Verknüpft',
  used: 'Zuletzt verwendet',
  never: 'Noch nicht verwendet',
  unlink: 'Lösen',
  unlinkOf: (name) => `${name} lösen`,
  unlinkTitle: (name) => `${name} lösen?`,
  unlinkText:
    'Sie können sich hier nicht mehr damit anmelden. Hat Ihr Konto kein Passwort, bekommt es eines mit „Passwort vergessen?“.',
  unlinked: (name) => `${name} ist gelöst.`,
};
