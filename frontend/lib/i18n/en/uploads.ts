export const uploads = {
  title: 'Uploads',
  choose: 'Upload files',
  drop: 'Drop files to upload them',
  running: (done: number, all: number, percent: number) =>
    `Uploading ${done + 1} of ${all} · ${percent} %`,
  ended: (done: number, failed: number) => {
    if (failed === 0) return done === 1 ? '1 upload done' : `${done} uploads done`;
    const failures = failed === 1 ? '1 upload failed' : `${failed} uploads failed`;
    return done === 0 ? failures : `${done} done, ${failures}`;
  },
  paused: (count: number) => (count === 1 ? '1 upload paused' : `${count} uploads paused`),
  unfinished: (count: number) =>
    count === 1 ? '1 upload is not finished' : `${count} uploads are not finished`,
  show: 'Show the uploads',
  close: 'Close the uploads',
  cancelAll: 'Cancel all',
  retryAll: 'Try all again',
  pause: (name: string) => `Pause ${name}`,
  resume: (name: string) => `Go on with ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Take ${name} off the list`,
  progress: (name: string) => `Progress of ${name}`,
  open: 'Open it',
  openNamed: (name: string) => `Open ${name}`,
  retry: 'Try again',
  retryNamed: (name: string) => `Try ${name} again`,
  chooseAgain: 'Choose it again',
  chooseAgainNamed: (name: string) => `Choose ${name} again`,
  uploadAnyway: 'Upload it anyway',
  openTrash: 'Open the trash',
  stateWaiting: 'Waiting',
  stateSending: (sent: string, size: string) => `${sent} of ${size}`,
  speed: (speed: string) => `${speed} a second`,
  stateChecking: 'All of it has arrived and is being checked',
  stateOffline: 'No connection. It goes on by itself.',
  stateBusy: 'The service is busy. It goes on by itself.',
  statePaused: (sent: string, size: string) => `Paused at ${sent} of ${size}`,
  stateUnfinished: (sent: string, size: string) =>
    `${sent} of ${size} have arrived. Choose the same file again to go on.`,
  stateDone: 'Done',
  typeNotAllowed: (extension: string, allowed: string) =>
    extension
      ? `Files that end in .${extension} cannot be stored. These can: ${allowed}.`
      : `A file needs one of these endings: ${allowed}.`,
  fileTooLarge: (size: string, limit: string) => `The file has ${size}. The limit is ${limit}.`,
  emptyFile: 'The file is empty.',
  nameTooLong: (limit: number) => `The name is too long. The limit is ${limit} characters.`,
  unreadable: 'The file was changed or moved while it was read. Choose it again.',
  contentMismatch: (extension: string) =>
    `The content of this file is not what .${extension} says.`,
  quotaExceeded:
    'There is no room for it in your storage. Delete something, empty the trash, then try again.',
  duplicate: 'You already have this file.',
  sameVersion: 'The newest version has exactly this content.',
  inTrash: 'This file is in your trash.',
  saidStarted: (name: string) => `${name}: upload started.`,
  saidDone: (name: string) => `${name}: upload done.`,
  saidFailed: (name: string) => `${name}: upload failed.`,
  saidStartedMany: (count: number) => `${count} uploads started.`,
  saidDoneMany: (count: number) => `${count} uploads done.`,
  saidFailedMany: (count: number) => `${count} uploads failed.`,
};
