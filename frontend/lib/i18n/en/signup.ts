export const signup = {
  title: 'Create your account',
  name: 'Full name',
  submit: 'Create account',
  closedTitle: 'Sign-up is closed',
  closed: 'No new accounts can be created at the moment. Accounts that exist work as always.',
  verifyTitle: 'Check your e-mail',
  sentTo: (email: string, minutes: number) =>
    `We sent a code to ${email}. It is valid for ${minutes} minutes.`,
  waiting: (email: string) =>
    `Your address ${email} is not confirmed yet. Enter the code from our e-mail, or ask for a new one.`,
  otherAddress: 'Use another address',
  noStepTitle: 'Confirm your address',
  noStep:
    'This browser tab has no sign-up that waits for a code. Log in with the address and the password that you chose: that leads to the code.',
};
