import type { documents as english } from '@/lib/i18n/en/documents';

const number = (value: number) => new Intl.NumberFormat('de').format(value);
const count = (n: number) => (n === 1 ? '1 Dokument' : `${number(n)} Dokumente`);

export const documents: typeof english = {
  trashed: (n) =>
    n === 1 ? 'In den Papierkorb verschoben.' : `${count(n)} in den Papierkorb verschoben.`,
  restored: (n) => (n === 1 ? 'Wiederhergestellt.' : `${count(n)} wiederhergestellt.`),
};
