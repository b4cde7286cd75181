export const home = {
  title: 'Accounts and documents for your team',
  lead: 'Keep files where everybody finds them again, behind logins that you can rely on. In your browser, or through one clean API.',
  hasAccount: 'You have an account?',
  forgotPassword: 'Forgot your password?',
  featuresTitle: 'What is in it',
  features: {
    accounts: [
      'Logins that hold',
      'Two-factor with an authenticator app and recovery codes, trusted devices, a list of all logins, and a log of everything that concerns security.',
    ],
    search: [
      'Found by what they say',
      'Search in the text of PDF, Office and plain files. Tags, earlier versions and previews keep even large collections tidy.',
    ],
    shares: [
      'Shared on your terms',
      'A link for one document, with a password, an end and a number of downloads. You can end it at any time.',
    ],
    uploads: [
      'Uploads that arrive',
      'Drop files anywhere. A lost connection only pauses an upload, and what you delete stays in the trash for a while.',
    ],
    demos: [
      'Demos in any time zone',
      'Visitors choose a free time and get an invitation for their calendar. With its link they move the demo or cancel it.',
    ],
    api: [
      'One API for all of it',
      'Everything in this app is a documented REST API with one format for errors, and a typed client. You run it yourself.',
    ],
  },
  closingTitle: 'See it with us',
  closing: 'Choose a time that suits you. We show you around, and answer what you want to know.',
  footer: 'Footer',
  apiDocs: 'API documentation',
  picture: {
    search: 'rent',
    rows: [
      ['Lease 2026', 'the monthly ', 'rent', ' is due on the first', 'PDF'],
      ['Budget', 'studio ', 'rent', ' and heating, by quarter', 'XLSX'],
      ['Notes of March', 'ask for the new ', 'rent', ' table', 'TXT'],
    ],
    share: 'Shared until Friday',
    shareText: 'with a password, 3 of 5 downloads',
  },
};
