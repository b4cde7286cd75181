import type { passkeys as english } from '@/lib/i18n/en/passkeys';

export const passkeys: typeof english = {
  text: 'Melden Sie sich mit Fingerabdruck, Gesicht oder PIN an. Ein Passkey ersetzt Passwort und Code.',
  add: 'Passkey hinzufügen',
  added: 'Passkey hinzugefügt. Ab jetzt können Sie sich damit anmelden.',
  places: { phone: 'Telefon', key: 'Sicherheitsschlüssel', passkey: 'Passkey' },
  list: 'Ihre Passkeys',
  emptyTitle: 'Noch keine Passkeys',
  emptyText:
    'Ein Passkey bleibt auf Ihrem Gerät. Niemand kann ihn erraten, und keine gefälschte Seite bekommt ihn.',
  unsupportedTitle: 'Dieser Browser kann keine Passkeys anlegen',
  unsupportedText:
    'Ihr Passwort gilt wie bisher. Öffnen Sie diese Seite in der neuesten Version Ihres Browsers oder auf Ihrem Telefon, um einen Passkey hinzuzufügen.',
  synced: 'Auf mehreren Geräten',
  bound: 'Auf einem Gerät',
  addedAt: 'Hinzugefügt',
  used: 'Zuletzt verwendet',
  never: 'Noch nicht verwendet',
  renameTitle: 'Passkey umbenennen',
  remove: 'Entfernen',
  removeOf: (name) => `${name} entfernen`,
  removeTitle: (name) => `„${name}“ entfernen?`,
  removeText:
    'Sie können sich damit nicht mehr anmelden. Ihr Passwort und Ihre anderen Passkeys gelten weiter.',
  removed: 'Passkey entfernt.',
};
