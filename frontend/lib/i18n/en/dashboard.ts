type Facts = { email: string; codes: number; devices: number };

export const dashboard = {
  title: 'Dashboard',
  welcome: (name: string) => `Welcome, ${name}.`,
  hints: 'For your safety',
  pendingEmail: ({ email }: Facts) => ({
    title: `${email} is not confirmed yet`,
    text: 'The code that we sent there finishes the change of your address.',
    action: 'Enter the code',
  }),
  noFactor: (_: Facts) => ({
    title: 'Protect your account with two-factor',
    text: 'A code from your phone, besides the password, keeps others out.',
    action: 'Set it up',
  }),
  fewCodes: ({ codes }: Facts) => ({
    title:
      codes === 0
        ? 'No recovery code is left'
        : codes === 1
          ? 'Only 1 recovery code is left'
          : `Only ${codes} recovery codes are left`,
    text: 'They let you in if you lose your phone.',
    action: 'Make new ones',
  }),
  manyDevices: ({ devices }: Facts) => ({
    title: `${devices} devices need no two-factor code`,
    text: 'Remove the trust in those that you no longer use.',
    action: 'Look at them',
  }),
  documents: 'Latest documents',
  allDocuments: 'All documents',
  noDocuments: 'No documents yet',
  noDocumentsText: 'Drop files anywhere on this page, or choose them with the button above.',
  storage: 'Storage',
  space: 'Space',
  files: 'Files',
  used: (used: string, limit: string) => `${used} of ${limit} used`,
  nearlyFull: 'Your storage is almost full. Empty the trash, or delete old documents.',
  toTrash: 'Open the trash',
  demo: 'Next demo',
  demoChange: 'To move or cancel it, open the link in our e-mail.',
  noDemo: 'You have no demo booked. We gladly show you what is possible.',
  bookDemo: 'Book a demo',
  events: 'Latest security events',
  allEvents: 'Security log',
};
