/** Every page of the app. Links use this object, so a renamed page breaks the build. */
export const paths = {
  home: '/',
  signup: '/signup',
  verifySignup: '/verify-signup',
  login: '/login',
  twoFa: '/two-fa',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  undoEmailChange: '/undo-email-change',
  undoDeleteAccount: '/undo-delete-account',
  invitation: '/invitation',
  oidc: '/oidc',
  dashboard: '/dashboard',
  settings: '/settings',
  settingsPassword: '/settings/password',
  settingsEmail: '/settings/email',
  settingsTwoFa: '/settings/two-factor',
  settingsPasskeys: '/settings/passkeys',
  settingsProviders: '/settings/providers',
  settingsSessions: '/settings/sessions',
  settingsDevices: '/settings/devices',
  settingsApiTokens: '/settings/api-tokens',
  settingsLog: '/settings/security-log',
  settingsData: '/settings/data',
  documents: '/documents',
  trash: '/documents/trash',
  shares: '/documents/shares',
  document: '/documents/view',
  shared: '/shared',
  bookDemo: '/book-demo',
  manageBooking: '/book-demo/manage',
  admin: '/admin',
  adminUsers: '/admin/users',
  adminUser: '/admin/users/view',
  adminInvitations: '/admin/invitations',
  adminLog: '/admin/security-log',
  adminOutbox: '/admin/outbox',
  adminAvailability: '/admin/availability',
  adminBookings: '/admin/bookings',
  adminBooking: '/admin/bookings/view',
  adminService: '/admin/service',
} as const;

/**
 * A path of this site. `//host` and `/\\host` are addresses of another one, and a browser
 * drops control characters from an address before it reads it (WHATWG URL).
 */
export const SITE_PATH = /^\/(?![/\\])[^\u0000-\u001f]*$/;

/** Pages for people who are not logged in; the others are sent to the dashboard. */
export const GUEST_PATHS: readonly string[] = [
  paths.home,
  paths.signup,
  paths.verifySignup,
  paths.login,
  paths.twoFa,
  paths.forgotPassword,
  paths.resetPassword,
];

/** The beginnings of the addresses that need a login. */
export const USER_PATHS: readonly string[] = [
  paths.dashboard,
  paths.settings,
  paths.documents,
  paths.admin,
];

/** Whether an address is this page or below it. */
export function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

/** The page of one document. `list` is the query of the list that it was opened from. */
export function documentPath(id: string, list = new URLSearchParams()): string {
  return `${paths.document}?${new URLSearchParams([['id', id], ...list])}`;
}

/** The administrators' page of one account. `list` is the query of the list it was opened from. */
export function adminUserPath(id: string, list = new URLSearchParams()): string {
  return `${paths.adminUser}?${new URLSearchParams([['id', id], ...list])}`;
}

/** The administrators' page of one demo. `list` is the query of the list it was opened from. */
export function adminBookingPath(id: string, list = new URLSearchParams()): string {
  return `${paths.adminBooking}?${new URLSearchParams([['id', id], ...list])}`;
}
