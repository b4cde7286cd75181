import type { bookings as english } from '@/lib/i18n/en/bookings';

export const bookings: typeof english = {
  title: 'Termine',
  text: (zone) => `Was Besucher gebucht haben, in Ihrer Zeitzone: ${zone}.`,
  search: 'Name, Adresse oder Firma suchen',
  view: 'Ansicht',
  asWeek: 'Als Woche',
  asList: 'Als Liste',
  state: 'Zustand',
  allStates: 'Jeder Zustand',
  confirmed: 'Gebucht',
  completed: 'Hat stattgefunden',
  no_show: 'Nicht erschienen',
  declined: 'Abgesagt',
  cancelled: 'Storniert',
  period: 'Zeitraum',
  coming: 'Heute und später',
  past: 'Vor heute',
  all: 'Alle Zeiten',
  thisWeek: 'Diese Woche',
  weekBefore: 'Vorige Woche',
  weekAfter: 'Nächste Woche',
  today: 'heute',
  noneOfDay: 'Keine Termine',
  none: 'Keine Termine in diesem Zeitraum',
  noneMatch: 'Kein Termin passt dazu',
  clear: 'Filter löschen',
  download: 'Als CSV herunterladen',
  found: (count, hasMore) => {
    if (hasMore) return `${count} Termine und mehr`;
    return count === 1 ? '1 Termin' : `${count} Termine`;
  },
};
