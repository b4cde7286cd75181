export const auth = {
  loginTitle: 'Log in',
  logIn: 'Log in',
  noAccount: 'No account yet?',
  hasAccount: 'You have an account already?',
  signUp: 'Sign up',
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'New password',
  passkeyLogin: 'Log in with a passkey',
  forgotPassword: 'Forgot your password?',
  backToLogin: 'Back to the login',
  loggedOut: 'You were logged out on this device. Log in to go on.',
  factorExpired: 'That login took too long, or had too many wrong codes. Log in again.',
  passwordReset:
    'Your password is changed, and all devices are logged out. Log in with the new one.',
  toBeDeleted:
    'Your account is going to be deleted, and all devices are logged out. Until then, the link in our e-mail keeps it.',
};
