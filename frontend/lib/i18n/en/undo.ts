export const undo = {
  emailTitle: 'Undo the change of your e-mail address',
  emailText:
    'Do this if you did not change the address yourself. Your account gets its old address back, all devices are logged out, and its password stops working. We send a code for a new password to the old address.',
  emailSubmit: 'Restore my address',
  deleteTitle: 'Keep your account',
  deleteText:
    'Your account is about to be deleted. With this, it stays, with all its documents, and you can log in again.',
  deleteSubmit: 'Keep my account',
  keptTitle: 'Your account stays',
  keptText: 'Nothing was deleted. Log in to go on.',
  logIn: 'Log in',
  brokenTitle: 'This link is not complete',
  brokenText: 'Open the link in the e-mail once more, or copy all of it.',
};
