export const auth = {
  loginTitle: 'Log in',
  logIn: 'Log in',
  noAccount: 'No account yet?',
  signUp: 'Sign up',
  email: 'E-mail address',
  password: 'Password',
  forgotPassword: 'Forgot your password?',
};
