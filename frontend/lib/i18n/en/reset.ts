export const reset = {
  title: 'Forgot your password?',
  text: 'Enter the address of your account. We send you a code for a new password.',
  submit: 'Send the code',
  codeTitle: 'Check your e-mail',
  sentTo: (email: string, minutes: number) =>
    `If an account has the address ${email}, a code is on its way to it. It is valid for ${minutes} minutes.`,
  passwordTitle: 'Choose a new password',
  passwordText: 'All devices are logged out then. A second factor stays on.',
  save: 'Save the password',
  otherAddress: 'Use another address',
  noStepTitle: 'Set a new password',
  noStep: 'This browser tab waits for no code. Ask for one: it comes by e-mail.',
  start: 'Ask for a code',
};
