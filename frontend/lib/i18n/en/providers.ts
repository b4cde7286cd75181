export const providers = {
  text: 'Log in here with an account that you have elsewhere.',
  list: 'Your linked logins',
  emptyTitle: 'No linked logins yet',
  emptyText: 'Link a login, and it opens your account without a password.',
  link: (name: string) => `Link ${name}`,
  gone: 'Not in use now',
  linkedAt: 'Linked',
  used: 'Last used',
  never: 'Not used yet',
  unlink: 'Unlink',
  unlinkOf: (name: string) => `Unlink ${name}`,
  unlinkTitle: (name: string) => `Unlink ${name}?`,
  unlinkText:
    'It no longer logs you in here. If your account has no password, “Forgot your password?” gives it one.',
  unlinked: (name: string) => `${name} is unlinked.`,
};
