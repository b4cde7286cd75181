export const settings = {
  title: 'Settings',
  navigation: 'Settings',
  back: 'All settings',
  profile: 'Profile',
  password: 'Password',
  email: 'E-mail address',
  twoFactor: 'Two-factor',
  passkeys: 'Passkeys',
  sessions: 'Logins',
  devices: 'Trusted devices',
  log: 'Security log',
  data: 'Your data',
};
