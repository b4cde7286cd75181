import { formatNumber } from '@/lib/format';

const number = (value: number) => formatNumber(value, 'en');

export const ownShares = {
  title: 'Shared links',
  text: 'Whoever has one of these links can read its document. A link is shown once, when it is made.',
  list: 'Shared links',
  show: 'Show',
  showActive: 'Active links',
  showAll: 'All links',
  emptyTitle: 'No shared links',
  emptyText: 'Open a document and share it: the link appears here.',
  emptyActiveText: 'Links that have expired or were revoked are under “All links”.',
  toDocuments: 'To the documents',
  columnDocument: 'Document',
  columnState: 'State',
  columnExpires: 'Expires',
  columnDownloads: 'Downloads',
  columnActions: 'Actions',
  states: {
    active: 'Active',
    expired: 'Expired',
    revoked: 'Revoked',
    used_up: 'Used up',
    suspended: 'In the trash',
  },
  withPassword: 'with a password',
  downloads: (n: number) => number(n),
  downloadsOf: (n: number, most: number) => `${number(n)} of ${number(most)}`,
  downloadsText: (text: string) => `${text} downloads`,
  expires: 'Expires',
  copyLink: 'Copy link',
  copyLinkOf: (title: string) => `Copy the link to ${title}`,
  linkCopied: 'Link copied.',
  linkNotCopied: (url: string) => `The browser does not copy. This is the link: ${url}`,
  newLink: 'New link',
  newLinkOf: (title: string) => `Make a new link to ${title}`,
  revoke: 'Revoke',
  revokeOf: (title: string) => `Revoke the link to ${title}`,
  revokeConfirm: 'Revoke this link?',
  revokeConfirmText: (title: string) =>
    `Whoever has it cannot open “${title}” any more. This cannot be undone.`,
  revoked: 'Link revoked.',
  loaded: (n: number, isMore: boolean) => {
    if (isMore) return `${number(n)} or more links`;
    return n === 1 ? '1 link' : `${number(n)} links`;
  },
};
