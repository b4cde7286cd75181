export const log = {
  text: 'What happened to your account, the newest first.',
  list: 'Events',
  byAdministrator: 'by an administrator',
  empty: 'Nothing has happened yet',
};
