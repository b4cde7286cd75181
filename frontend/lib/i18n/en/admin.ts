export const admin = {
  title: 'Administration',
  text: 'The state of the service, and what needs somebody.',
  navigation: 'Administration',
  overview: 'Overview',
  users: 'Users',
  invitations: 'Invitations',
  log: 'Security log',
  outbox: 'E-mails',
  availability: 'Opening hours',
  bookings: 'Demos',
  service: 'Service',
  attention: 'Needs attention',
  nothing: 'Nothing needs you right now.',
  deadEmails: (count: number, shown: string) =>
    count === 1 ? '1 e-mail could not be sent' : `${shown} e-mails could not be sent`,
  lateJobs: (count: number, shown: string) =>
    count === 1 ? '1 background job is late' : `${shown} background jobs are late`,
  deadWork: (count: number, shown: string) =>
    count === 1
      ? '1 piece of background work failed for good'
      : `${shown} pieces of background work failed for good`,
  lowDisk: (_: number, shown: string) => `The disk is nearly full: ${shown} % are free`,
  failedLogins: (count: number, shown: string) => {
    if (count === 1) return '1 failed login within a day';
    return count >= 10_000
      ? `${shown} failed logins or more within a day`
      : `${shown} failed logins within a day`;
  },
  toBeDeleted: (count: number, shown: string) =>
    count === 1 ? '1 account will be deleted' : `${shown} accounts will be deleted`,
  numbers: 'Numbers',
  accounts: 'Accounts',
  active: (day: string, week: string) => `${day} active within a day, ${week} within a week`,
  storage: 'Storage used',
  files: (count: number, shown: string) => (count === 1 ? '1 file' : `${shown} files`),
  upcomingDemos: 'Demos to come',
  pendingEmails: 'E-mails that wait',
  unverified: 'Addresses not verified',
  disabled: 'Disabled accounts',
  counted: 'Accounts and storage were counted on',
  twoFa: (shown: string) => `${shown} accounts have a second factor.`,
  notCounted: 'Accounts and storage are counted within an hour.',
};
