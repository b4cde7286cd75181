import type { users as english } from '@/lib/i18n/en/users';

export const users: typeof english = {
  title: 'Konten',
  text: 'Alle Konten. Niemand kann hier Passwörter lesen oder setzen.',
  search: 'Adresse oder Name suchen',
  state: 'Zustand',
  allStates: 'Jeder Zustand',
  active: 'Aktiv',
  disabled: 'Gesperrt',
  unverified: 'Nicht bestätigt',
  leaving: 'Wird gelöscht',
  role: 'Rolle',
  allRoles: 'Jede Rolle',
  admins: 'Nur Verwaltung',
  others: 'Ohne Verwaltung',
  admin: 'Verwaltung',
  sort: 'Reihenfolge',
  newest: 'Neueste zuerst',
  oldest: 'Älteste zuerst',
  email: 'Nach Adresse',
  storage: 'Größter Speicher zuerst',
  account: 'Konto',
  secondFactor: 'Zweiter Faktor',
  sessions: 'Anmeldungen',
  storageHead: 'Speicher',
  lastSeen: 'Zuletzt da',
  joined: 'Seit',
  on: 'An',
  off: 'Aus',
  never: 'nie',
  nobody: 'Kein Konto passt dazu',
  nobodyText: 'Gesucht wird in Adressen und Namen.',
  clear: 'Filter löschen',
  found: (count, hasMore) => {
    if (hasMore) return `${count} Konten und mehr`;
    return count === 1 ? '1 Konto' : `${count} Konten`;
  },
};
