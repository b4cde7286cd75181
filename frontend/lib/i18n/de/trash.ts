import { formatNumber } from '@/lib/format';
import type { trash as english } from '@/lib/i18n/en/trash';

const number = (value: number) => formatNumber(value, 'de');
const count = (n: number) => (n === 1 ? '1 Dokument' : `${number(n)} Dokumente`);

export const trash: typeof english = {
  title: 'Papierkorb',
  kept: (days) => `Dokumente bleiben hier ${days} Tage. Danach werden sie endgültig gelöscht.`,
  list: 'Dokumente im Papierkorb',
  emptyTitle: 'Der Papierkorb ist leer',
  emptyText: (days) => `Gelöschte Dokumente bleiben hier ${days} Tage.`,
  emptyTrash: 'Papierkorb leeren',
  emptyConfirm: 'Papierkorb leeren?',
  emptyConfirmText:
    'Alle Dokumente darin werden mit allen Versionen endgültig gelöscht. Niemand kann sie zurückholen.',
  emptied: 'Der Papierkorb ist leer.',
  columnTitle: 'Titel',
  columnSize: 'Größe',
  columnDeleted: 'Gelöscht',
  columnActions: 'Aktionen',
  restore: 'Wiederherstellen',
  restoreOf: (title) => `${title} wiederherstellen`,
  purge: 'Endgültig löschen',
  purgeOf: (title) => `${title} endgültig löschen`,
  purgeConfirm: (n) => `${count(n)} endgültig löschen?`,
  purgeConfirmText: 'Alle Versionen werden mit gelöscht. Niemand kann sie zurückholen.',
  purged: (n) => `${count(n)} endgültig gelöscht.`,
  loaded: (n, isMore) => (isMore ? `${number(n)} oder mehr Dokumente` : count(n)),
};
