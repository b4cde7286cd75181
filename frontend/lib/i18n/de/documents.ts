import { formatNumber } from '@/lib/format';
import type { documents as english } from '@/lib/i18n/en/documents';

const number = (value: number) => formatNumber(value, 'de');
const count = (n: number) => (n === 1 ? '1 Dokument' : `${number(n)} Dokumente`);
const countDative = (n: number) => (n === 1 ? '1 Dokument' : `${number(n)} Dokumenten`);

const kinds: typeof english.kinds = {
  pdf: 'PDF',
  image: 'Bilder',
  word: 'Textdokumente',
  sheet: 'Tabellen',
  slides: 'Präsentationen',
  text: 'Reiner Text',
  archive: 'ZIP-Archive',
  audio: 'Ton',
  video: 'Video',
  other: 'Andere Dateien',
};

const sorts: typeof english.sorts = {
  newest: 'Neueste zuerst',
  oldest: 'Älteste zuerst',
  updated: 'Zuletzt geänderte zuerst',
  title: 'Titel A–Z',
  'title-reverse': 'Titel Z–A',
  name: 'Dateiname A–Z',
  'name-reverse': 'Dateiname Z–A',
  size: 'Größte zuerst',
  'size-reverse': 'Kleinste zuerst',
};

export const documents: typeof english = {
  title: 'Dokumente',
  sections: 'Bereiche der Dokumente',
  all: 'Alle Dokumente',
  trash: 'Papierkorb',
  shares: 'Freigaben',
  list: 'Dokumente',
  kinds,
  sorts,

  search: 'Dokumente durchsuchen',
  searchPlaceholder: 'In Titeln, Schlagwörtern und Texten suchen',
  clearSearch: 'Suche löschen',
  sort: 'Reihenfolge',
  filters: 'Filter',
  filtersOn: (n) => `Filter, ${n} aktiv`,
  type: 'Art',
  anyType: 'Alle Arten',
  typeCount: (type, n) => `${type} (${number(n)})`,
  tags: 'Schlagwörter',
  tagFilter: 'Mit allen diesen Schlagwörtern',
  noTags: 'Noch hat kein Dokument ein Schlagwort.',
  from: 'Hinzugefügt ab',
  to: 'Hinzugefügt bis',
  activeFilters: 'Aktive Filter',
  fromDay: (day) => `Ab ${day}`,
  toDay: (day) => `Bis ${day}`,
  removeFilter: (filter) => `Filter „${filter}“ entfernen`,
  clearFilters: 'Alle entfernen',
  viewList: 'Als Liste zeigen',
  viewGrid: 'Als Raster zeigen',

  loaded: (n, total) => `${number(n)} von ${countDative(total)}`,
  total: count,
  found: (n, isMore) =>
    `${isMore ? `${number(n)} oder mehr gefunden` : `${number(n)} gefunden`}, beste Treffer zuerst`,
  loadingList: 'Die Dokumente werden geladen',

  columnTitle: 'Titel',
  columnTags: 'Schlagwörter',
  columnSize: 'Größe',
  columnAdded: 'Hinzugefügt',
  columnChanged: 'Geändert',
  columnMenu: 'Aktionen',
  shared: (n) => (n === 1 ? '1 aktiver Link' : `${n} aktive Links`),
  moreTags: (n) => `+${n}`,

  emptyTitle: 'Noch keine Dokumente',
  emptyText: 'Ziehen Sie Dateien auf diese Seite, oder wählen Sie sie oben aus.',
  nothingFound: (search) => `Kein Treffer für „${search}“`,
  nothingFiltered: 'Kein Dokument passt zu diesen Filtern',
  nothingFoundText: 'Prüfen Sie die Schreibweise, oder suchen Sie in mehr Dokumenten.',
  showAll: 'Alle Dokumente zeigen',

  used: (used, limit) => `${used} von ${limit} belegt`,
  usedFiles: (files, limit) => `${number(files)} von ${number(limit)} Dateien`,
  storageFull:
    'Ihr Speicher ist fast voll. Leeren Sie den Papierkorb, oder löschen Sie alte Dokumente.',

  menuOf: (title) => `Aktionen für ${title}`,
  open: 'Öffnen',
  rename: 'Umbenennen',
  editTags: 'Schlagwörter bearbeiten',
  share: 'Freigeben',
  moveToTrash: 'In den Papierkorb',
  newTitle: 'Neuer Titel',
  titleRequired: 'Geben Sie einen Titel ein.',
  titleConflict: (title) =>
    `Jemand hat den Titel inzwischen in „${title}“ geändert. Speichern Sie, um Ihren zu nehmen, oder brechen Sie ab, um jenen zu behalten.`,

  choose: (title) => `${title} auswählen`,
  chooseAll: 'Alle Treffer auswählen',
  chosen: (n) => `${number(n)} ausgewählt`,
  chosenAll: (n) => `Alle ${number(n)} ausgewählt`,
  chosenEverything: 'Alles ausgewählt',
  chooseNone: 'Auswahl aufheben',
  chosenActions: 'Aktionen für die Auswahl',
  zip: 'Als ZIP herunterladen',
  zipLimit: (most) => `In ein ZIP passen ${number(most)} Dokumente. Wählen Sie weniger aus.`,
  addTags: 'Schlagwörter hinzufügen',
  removeTags: 'Schlagwörter entfernen',
  tagsHint: 'Drücken Sie nach jedem Schlagwort die Eingabetaste.',
  tagsOfMany: (n) => `Für ${count(n)}.`,
  trashAllTitle: (n) => `${count(n)} in den Papierkorb verschieben?`,
  trashAllText:
    'Im Papierkorb bleiben Dokumente einige Wochen. So lange können Sie sie wiederherstellen.',
  batchRunning: {
    trash: 'Wird in den Papierkorb verschoben',
    restore: 'Wird wiederhergestellt',
    tag: 'Schlagwörter werden geändert',
    purge: 'Wird endgültig gelöscht',
  },
  batchAt: (n, total) => `${number(n)} von ${number(total)}`,
  batchDone: {
    trash: (n) => `${count(n)} in den Papierkorb verschoben.`,
    restore: (n) => `${count(n)} wiederhergestellt.`,
    tag: (n) => `Schlagwörter von ${countDative(n)} geändert.`,
    purge: (n) => `${count(n)} endgültig gelöscht.`,
  },
  batchFailed:
    'Die Aktion konnte nicht beendet werden. Was sie bis dahin geändert hat, bleibt geändert.',
  batchLimit: (n) =>
    `Es werden nur die neuesten ${count(n)} auf einmal geändert. Wiederholen Sie es für die übrigen.`,

  trashed: (n) =>
    n === 1 ? 'In den Papierkorb verschoben.' : `${count(n)} in den Papierkorb verschoben.`,
  restored: (n) => (n === 1 ? 'Wiederhergestellt.' : `${count(n)} wiederhergestellt.`),
  leftOut: (n, reason) => `${count(n)} ausgelassen: ${reason}.`,
  leftOutReasons: {
    trash: { unchanged: 'schon im Papierkorb', not_found: 'schon endgültig gelöscht' },
    restore: { unchanged: 'nicht mehr im Papierkorb', not_found: 'schon endgültig gelöscht' },
    tag: {
      too_many_tags: 'mehr als 20 Schlagwörter',
      not_found: 'im Papierkorb oder endgültig gelöscht',
    },
    purge: { not_found: 'nicht mehr im Papierkorb' },
  },
};
