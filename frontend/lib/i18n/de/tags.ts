import type { tags as english } from '@/lib/i18n/en/tags';

export const tags: typeof english = {
  remove: (tag) => `${tag} entfernen`,
  add: (tag) => `„${tag}“ hinzufügen`,
  refused:
    'Ein Schlagwort beginnt und endet mit einem Buchstaben oder einer Ziffer. Dazwischen sind Leerzeichen und . & : / - + # _ möglich. Es hat höchstens 50 Zeichen.',
  tooMany: 'Mehr als 20 Schlagwörter sind nicht möglich.',
};
