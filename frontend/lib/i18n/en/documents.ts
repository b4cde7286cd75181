import { formatNumber } from '@/lib/format';
import type { Sort } from '@/lib/document-filters';
import type { Kind } from '@/lib/media-types';

const number = (value: number) => formatNumber(value, 'en');
const count = (n: number) => (n === 1 ? '1 document' : `${number(n)} documents`);

const kinds: Record<Kind, string> = {
  pdf: 'PDF',
  image: 'Images',
  word: 'Text documents',
  sheet: 'Spreadsheets',
  slides: 'Presentations',
  text: 'Plain text',
  archive: 'ZIP archives',
  audio: 'Audio',
  video: 'Video',
  other: 'Other files',
};

// Sorts, and their reverse where there is one.
const sorts: Record<Sort | 'title-reverse' | 'name-reverse' | 'size-reverse', string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  updated: 'Last changed first',
  title: 'Title A–Z',
  'title-reverse': 'Title Z–A',
  name: 'File name A–Z',
  'name-reverse': 'File name Z–A',
  size: 'Largest first',
  'size-reverse': 'Smallest first',
};

export const documents = {
  title: 'Documents',
  sections: 'Sections of the documents',
  all: 'All documents',
  trash: 'Trash',
  shares: 'Shared links',
  list: 'Documents',
  kinds,
  sorts,

  search: 'Search documents',
  searchPlaceholder: 'Search titles, tags and texts',
  clearSearch: 'Clear the search',
  sort: 'Order',
  filters: 'Filters',
  filtersOn: (n: number) => `Filters, ${n} on`,
  type: 'Type',
  anyType: 'All types',
  typeCount: (type: string, n: number) => `${type} (${number(n)})`,
  tags: 'Tags',
  tagFilter: 'With all of these tags',
  noTags: 'No document has a tag yet.',
  from: 'Added from',
  to: 'Added until',
  activeFilters: 'Active filters',
  fromDay: (day: string) => `From ${day}`,
  toDay: (day: string) => `Until ${day}`,
  removeFilter: (filter: string) => `Remove the filter ${filter}`,
  clearFilters: 'Clear all',
  viewList: 'Show as a list',
  viewGrid: 'Show as a grid',

  loaded: (n: number, total: number) => `${number(n)} of ${count(total)}`,
  total: count,
  found: (n: number, isMore: boolean) =>
    `${isMore ? `${number(n)} or more found` : `${number(n)} found`}, best matches first`,
  loadingList: 'Loading the documents',

  columnTitle: 'Title',
  columnTags: 'Tags',
  columnSize: 'Size',
  columnAdded: 'Added',
  columnChanged: 'Changed',
  columnMenu: 'Actions',
  shared: (n: number) => (n === 1 ? '1 active link' : `${n} active links`),
  moreTags: (n: number) => `+${n}`,

  emptyTitle: 'No documents yet',
  emptyText: 'Drop files anywhere on this page, or choose them with the button above.',
  nothingFound: (search: string) => `Nothing matches “${search}”`,
  nothingFiltered: 'Nothing matches these filters',
  nothingFoundText: 'Check the spelling, or search in more documents.',
  showAll: 'Show all documents',

  used: (used: string, limit: string) => `${used} of ${limit} used`,
  usedFiles: (files: number, limit: number) => `${number(files)} of ${number(limit)} files`,
  storageFull: 'Your storage is almost full. Empty the trash, or delete old documents.',

  menuOf: (title: string) => `Actions for ${title}`,
  open: 'Open',
  rename: 'Rename',
  editTags: 'Edit tags',
  share: 'Share',
  moveToTrash: 'Move to trash',
  newTitle: 'New title',
  titleRequired: 'Enter a title.',
  titleConflict: (title: string) =>
    `Somebody changed the title to “${title}” meanwhile. Save to use yours, or cancel to keep theirs.`,

  choose: (title: string) => `Select ${title}`,
  chooseAll: 'Select all that match',
  chosen: (n: number) => `${number(n)} selected`,
  chosenAll: (n: number) => `All ${number(n)} selected`,
  chosenEverything: 'Everything selected',
  chooseNone: 'Clear the selection',
  chosenActions: 'Actions for the selection',
  zip: 'Download as ZIP',
  zipLimit: (most: number) => `A ZIP can hold ${number(most)} documents. Select fewer.`,
  addTags: 'Add tags',
  removeTags: 'Remove tags',
  tagsHint: 'Press Enter after each tag.',
  tagsOfMany: (n: number) => `For ${count(n)}.`,
  trashAllTitle: (n: number) => `Move ${count(n)} to the trash?`,
  trashAllText: 'Documents stay in the trash for some weeks. You can restore them until then.',
  batchRunning: {
    trash: 'Moving to the trash',
    restore: 'Restoring',
    tag: 'Changing tags',
    purge: 'Deleting permanently',
  },
  batchAt: (n: number, total: number) => `${number(n)} of ${number(total)}`,
  batchDone: {
    trash: (n: number) => `${count(n)} moved to the trash.`,
    restore: (n: number) => `${count(n)} restored.`,
    tag: (n: number) => `Tags of ${count(n)} changed.`,
    purge: (n: number) => `${count(n)} deleted permanently.`,
  },
  batchFailed: 'The action could not be finished. What it changed so far stays changed.',
  batchLimit: (n: number) =>
    `Only the newest ${count(n)} are changed at once. Repeat it for the others.`,

  trashed: (n: number) => (n === 1 ? 'Moved to the trash.' : `${count(n)} moved to the trash.`),
  restored: (n: number) => (n === 1 ? 'Restored.' : `${count(n)} restored.`),
  leftOut: (n: number, reason: string) => `${count(n)} left out: ${reason}.`,
  // Why, by action and by the outcome that the API names.
  leftOutReasons: {
    trash: { unchanged: 'already in the trash', not_found: 'already deleted for good' },
    restore: { unchanged: 'no longer in the trash', not_found: 'already deleted for good' },
    tag: { too_many_tags: 'more than 20 tags', not_found: 'in the trash, or deleted for good' },
    purge: { not_found: 'no longer in the trash' },
  },
};
