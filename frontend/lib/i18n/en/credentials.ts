export const credentials = {
  passwordText: 'A new password ends all other logins.',
  current: 'Current password',
  next: 'New password',
  change: 'Change the password',
  passwordChanged: 'Your password is changed. All other logins have ended.',
  emailText: (email: string) => `Your address is ${email}.`,
  pending: (email: string) =>
    `A change to ${email} waits for its code. We sent it there; it works once.`,
  newEmail: 'New e-mail address',
  sendCode: 'Send a code there',
  codeLabel: 'Code from the e-mail',
  confirm: 'Confirm the new address',
  otherAddress: 'Another address',
  undoHint: 'Your old address gets a link that undoes the change for a week.',
  emailChanged: 'Your address is changed.',
};
