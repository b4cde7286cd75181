export const provider = {
  continueWith: (name: string) => `Continue with ${name}`,
  title: 'Your login elsewhere',
  pending: 'One moment: we complete your login.',
  noFlowTitle: 'Nothing to complete here',
  noFlow:
    'This login was completed already, has expired, or began in another tab or browser. Begin it again here.',
  toDashboard: 'To the dashboard',
  failedTitle: (name: string) => `${name} did not log you in`,
  notLinked: (name: string) => `${name} is not linked`,
  notConfirmed: 'You are not confirmed yet',
  worksOnce: (name: string) => `An answer of ${name} works once, so begin again.`,
  denied: (name: string) => `You cancelled at ${name}, or it did not let you in.`,
  refused: (name: string) => `${name} could not log you in now. Try again, or log in another way.`,
  broken: 'The answer of the provider is damaged. Begin again.',
  back: 'Go back',
  newTitle: 'No account is linked yet',
  newText: (name: string, who: string) =>
    `You are logged in at ${name} as ${who}. No account here is linked to that login.`,
  newTextNameless: (name: string) =>
    `You are logged in at ${name}. No account here is linked to that login.`,
  signUp: (email: string) => `Create an account with ${email}`,
  noPassword: '“Forgot your password?” gives the new account a password whenever you want one.',
  unverified: (name: string) =>
    `${name} does not say that your address is yours. Sign up with your address, and we link the login then.`,
  closed: 'No new accounts can be created at the moment.',
  signUpFirst: 'Sign up with your address',
  hasAccount: 'I have an account: log in to link it',
  linkNotice: (name: string) =>
    `Once you are logged in, we link your login at ${name} to that account.`,
  linkNoticeOf: (name: string, email: string) =>
    `Once you are logged in, we link your login at ${name} (${email}) to that account.`,
  doNotLink: 'Do not link it',
  linked: (name: string) => `${name} is linked. You can log in with it from now on.`,
  codeTitle: 'Enter your code',
  codeText: (name: string) =>
    `${name} confirmed who you are. Your account wants a code from your authenticator app, too.`,
  confirmed: 'Confirmed. Now repeat your step.',
};
