export const ownData = {
  text: 'Everything that the service keeps about you.',
  exportTitle: 'Export',
  exportText: 'A ZIP with all your data and documents.',
  export: 'Download the export',
  deleteTitle: 'Delete the account',
  deleteText: (days: number) =>
    days === 1
      ? 'Your account and all documents are deleted after one day. Until then, the link in our e-mail undoes it.'
      : `Your account and all documents are deleted after ${days} days. Until then, the link in our e-mail undoes it.`,
  delete: 'Delete my account',
};
