export const adminLog = {
  text: 'What happened to all accounts.',
  ofOne: 'What happened to this account.',
  kind: 'Kind',
  allKinds: 'All kinds',
  none: 'Nothing has happened yet.',
  nobody: 'An address without an account',
};
