import type { Auth, NewIdentity, ServiceConfig } from '@/app/client';
import { GUEST_PATHS, paths, SITE_PATH } from '@/config/paths';
import { keys, local, tab } from '@/lib/storage';
import { saveToken } from '@/lib/token';

/** A sentence on the login page: why one is there. */
export type LoginNotice = 'loggedOut' | 'factorExpired' | 'passwordReset' | 'toBeDeleted';

/** A login at a provider that this tab has begun. */
export type ProviderFlow = {
  /** To log in, to link a login there to the account, or to prove again who one is. */
  purpose: 'login' | 'link' | 'proof';
  /** The flow token, which completes it once. */
  token: string;
  /** What people call the provider. */
  name: string;
  /** The path to which it leads in the end. */
  next?: string;
  /** Whether a proof needs a code, too. */
  hasFactor?: boolean;
};

/**
 * What a flow of several pages has reached. It is kept for the tab, so that a page which
 * is loaded again goes on, and is never an access token of a finished login. Instants are
 * in milliseconds since 1970.
 */
export type Steps = {
  /** The address that was typed last: the next form begins with it. */
  email?: string;
  notice?: LoginNotice;
  /**
   * The sign-up that waits for its code. It is named by its token, or by a login with its
   * password, which allows nothing else.
   */
  signup?: { email: string; token?: string; access?: string; resendAt: number };
  /** The login that waits for its second factor. */
  secondFactor?: { token: string };
  /** The reset of a password: first the code is asked for, then the password. */
  reset?: { email: string; requestToken: string; resendAt: number; resetToken?: string };
  /** The tokens of mailed links, which leave the address at once. */
  undoEmailChange?: string;
  undoDeletion?: string;
  invitation?: string;
  /** The login at a provider that waits for its answer. */
  provider?: ProviderFlow;
  /**
   * A person at a provider who has no account here. If a link is wanted, the next login of this
   * tab makes it due. That of another tab does not: it may be somebody else's.
   */
  arrival?: NewIdentity & { link?: 'wanted' | 'due' };
};

const listeners = new Set<() => void>();
let last: { text: string | undefined; steps: Steps } = { text: undefined, steps: {} };

/** Return where the flows of this tab stand: the same object until something changes. */
export function readSteps(): Steps {
  const text = tab.read(keys.steps);
  if (text !== last.text)
    last = { text, steps: text === undefined ? {} : (JSON.parse(text) as Steps) };
  return last.steps;
}

/** Change where some flows stand; undefined ends a flow. */
export function saveSteps(change: Steps): void {
  tab.write(keys.steps, JSON.stringify({ ...readSteps(), ...change }));
  listeners.forEach((listener) => listener());
}

/** Call a function whenever a flow goes on. */
export function onStepsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Return when another code can be asked for, if one was sent now. */
export function resendAt(config: ServiceConfig | undefined): number {
  return Date.now() + (config?.code.resend_after_seconds ?? 60) * 1000;
}

/** Keep a finished login: its token, and the token by which this browser is known again. */
export function saveLogin(auth: Auth): void {
  if (auth.device_token) local.write(keys.device, auth.device_token);
  if (auth.user) local.write(keys.email, auth.user.email);
  const { arrival } = readSteps();
  tab.remove(keys.steps);
  // The page that comes next links it: lib/link-arrival.ts.
  if (arrival?.link) saveSteps({ arrival: { ...arrival, link: 'due' } });
  saveToken(auth.access_token);
}

/**
 * Keep a login that may be unfinished. Return the page that asks for what is missing, the
 * second factor or the code of the sign-up, or undefined.
 */
export function enter(auth: Auth): string | undefined {
  if (auth.pending_2fa) {
    saveSteps({ secondFactor: { token: auth.access_token }, notice: undefined });
    return paths.twoFa;
  }
  if (auth.user && !auth.user.is_verified) {
    const signup = { email: auth.user.email, access: auth.access_token, resendAt: Date.now() };
    saveSteps({ signup, notice: undefined });
    return paths.verifySignup;
  }
  saveLogin(auth);
  return undefined;
}

/**
 * Return `next` if it is a path of this site, else the dashboard: from a page for guests,
 * a login would only lead there in the end.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next || !SITE_PATH.test(next)) return paths.dashboard;
  const [pathname = ''] = next.split(/[?#]/);
  return GUEST_PATHS.includes(pathname) ? paths.dashboard : next;
}

/** Return the login page, which leads back to where one is. */
export function loginPath(next?: string): string {
  return next ? `${paths.login}?next=${encodeURIComponent(next)}` : paths.login;
}
