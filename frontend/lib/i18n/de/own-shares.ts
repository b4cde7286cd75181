import { formatNumber } from '@/lib/format';
import type { ownShares as english } from '@/lib/i18n/en/own-shares';

const number = (value: number) => formatNumber(value, 'de');

export const ownShares: typeof english = {
  title: 'Freigaben',
  text: 'Wer einen dieser Links hat, kann das Dokument lesen. Ein Link wird nur einmal gezeigt, wenn er entsteht.',
  list: 'Freigaben',
  show: 'Anzeigen',
  showActive: 'Aktive Links',
  showAll: 'Alle Links',
  emptyTitle: 'Keine Freigaben',
  emptyText: 'Öffnen Sie ein Dokument, und geben Sie es frei: Der Link erscheint hier.',
  emptyActiveText: 'Abgelaufene und widerrufene Links stehen unter „Alle Links“.',
  toDocuments: 'Zu den Dokumenten',
  columnDocument: 'Dokument',
  columnState: 'Zustand',
  columnExpires: 'Läuft ab',
  columnDownloads: 'Abrufe',
  columnActions: 'Aktionen',
  states: {
    active: 'Aktiv',
    expired: 'Abgelaufen',
    revoked: 'Widerrufen',
    used_up: 'Aufgebraucht',
    suspended: 'Im Papierkorb',
  },
  withPassword: 'mit Passwort',
  downloads: (n) => number(n),
  downloadsOf: (n, most) => `${number(n)} von ${number(most)}`,
  downloadsText: (text) => `${text} Abrufe`,
  expires: 'Läuft ab:',
  copyLink: 'Link kopieren',
  copyLinkOf: (title) => `Link zu ${title} kopieren`,
  linkCopied: 'Link kopiert.',
  linkNotCopied: (url) => `Der Browser kopiert nicht. Das ist der Link: ${url}`,
  newLink: 'Neuer Link',
  newLinkOf: (title) => `Neuen Link zu ${title} erstellen`,
  revoke: 'Widerrufen',
  revokeOf: (title) => `Link zu ${title} widerrufen`,
  revokeConfirm: 'Diesen Link widerrufen?',
  revokeConfirmText: (title) =>
    `Wer ihn hat, kann „${title}“ nicht mehr öffnen. Das lässt sich nicht rückgängig machen.`,
  revoked: 'Link widerrufen.',
  loaded: (n, isMore) => {
    if (isMore) return `${number(n)} oder mehr Links`;
    return n === 1 ? '1 Link' : `${number(n)} Links`;
  },
};
