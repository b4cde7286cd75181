/** The running service: see devtools/web/e2e.py, which sets these variables. */
function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run python -m devtools.web.e2e`);
  return value;
}

export const environment = {
  // The app is on another port than the API if `next dev` serves it.
  apiUrl: process.env.E2E_API_URL ?? variable('E2E_BASE_URL'),
  mailboxUrl: variable('E2E_MAILBOX_URL'),
  python: variable('E2E_PYTHON'),
  root: variable('E2E_ROOT'),
};
