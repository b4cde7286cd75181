import { formatNumber } from '@/lib/format';

const number = (value: number) => formatNumber(value, 'en');
const count = (n: number) => (n === 1 ? '1 document' : `${number(n)} documents`);

export const trash = {
  title: 'Trash',
  kept: (days: number) => `Documents stay here for ${days} days. Then they are deleted for good.`,
  list: 'Documents in the trash',
  emptyTitle: 'The trash is empty',
  emptyText: (days: number) => `Documents that you delete stay here for ${days} days.`,
  emptyTrash: 'Empty the trash',
  emptyConfirm: 'Empty the trash?',
  emptyConfirmText:
    'All documents in it are deleted for good, with all their versions. Nobody can bring them back.',
  emptied: 'The trash is empty.',
  columnTitle: 'Title',
  columnSize: 'Size',
  columnDeleted: 'Deleted',
  columnActions: 'Actions',
  restore: 'Restore',
  restoreOf: (title: string) => `Restore ${title}`,
  purge: 'Delete for good',
  purgeOf: (title: string) => `Delete ${title} for good`,
  purgeConfirm: (n: number) => `Delete ${count(n)} for good?`,
  purgeConfirmText: 'All their versions are deleted, too. Nobody can bring them back.',
  purged: (n: number) => `${count(n)} deleted for good.`,
  loaded: (n: number, isMore: boolean) => (isMore ? `${number(n)} or more documents` : count(n)),
};
