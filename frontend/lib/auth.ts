import type { Auth } from '@/app/client';
import { paths } from '@/config/paths';
import { keys, local, tab } from '@/lib/storage';
import { saveToken } from '@/lib/token';

/**
 * What a flow of several pages has reached. It is kept for the tab, so that a page which
 * is loaded again goes on, and is never an access token of a finished login.
 */
export type Steps = {
  /** The sign-up that waits for its code. */
  signup?: { email: string; token: string; sentAt: number };
  /** The login that waits for its second factor. */
  secondFactor?: { token: string };
  /** The reset of a password: first the code is asked for, then the password. */
  reset?: { email: string; requestToken: string; sentAt: number; resetToken?: string };
};

/** Return where the flows of this tab stand. */
export function readSteps(): Steps {
  const text = tab.read(keys.steps);
  return text === undefined ? {} : (JSON.parse(text) as Steps);
}

/** Change where some flows stand; undefined ends a flow. */
export function saveSteps(change: Steps): void {
  tab.write(keys.steps, JSON.stringify({ ...readSteps(), ...change }));
}

/** Keep a finished login: its token, and the token by which this browser is known again. */
export function saveLogin(auth: Auth): void {
  if (auth.device_token) local.write(keys.device, auth.device_token);
  if (auth.user) local.write(keys.email, auth.user.email);
  tab.remove(keys.steps);
  saveToken(auth.access_token);
}

/**
 * Return `next` if it is a path of this site, else the dashboard. `//host` and `/\host`
 * are addresses of another site (WHATWG URL: both begin an authority).
 */
export function safeNext(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next) || /[\u0000-\u001f]/.test(next)) return paths.dashboard;
  return next;
}

/** Return the login page, which leads back to where one is. */
export function loginPath(next?: string): string {
  return next ? `${paths.login}?next=${encodeURIComponent(next)}` : paths.login;
}
