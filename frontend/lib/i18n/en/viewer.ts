export const viewer = {
  back: 'All documents',
  download: 'Download',
  none: 'This file cannot be shown here',
  noneText: 'Download it to open it with a program of yours.',
  pdf: (title: string) => `Pages of ${title}`,
  cut: 'Only the beginning is shown. Download the file to read all of it.',
};
