import { apiFailure, Refusal, type ErrorCode, type FieldError } from '@/app/client';
import { paths } from '@/config/paths';
import { loginPath, saveSteps } from '@/lib/auth';
import { keepDrafts } from '@/lib/drafts';
import { fieldMessage } from '@/lib/field-error';
import { errors } from '@/lib/i18n/en/errors';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { PasskeyError } from '@/lib/passkey-error';
import { askForPassword } from '@/lib/reauthentication';
import { clearToken, getToken } from '@/lib/token';

/** Why something did not work, in a form that pages can show. */
export type Problem = {
  /**
   * The API's code; `offline` if no answer came, `unknown` if it was not the API's, `renewed`
   * if the login that was refused has been replaced by another one since. Those of
   * PasskeyError are the browser's.
   */
  code: ErrorCode | PasskeyError['code'] | 'offline' | 'unknown' | 'renewed';
  /** The HTTP status, 0 without an answer. */
  status: number;
  /** A sentence for the person, in their language. */
  message: string;
  /** The fields of a 422, with a sentence in the language of the person. */
  fields: FieldError[];
  /** Seconds until another try makes sense. */
  retryAfter: number | undefined;
  requestId: string | undefined;
};

/** Return why a call failed, whatever was thrown. */
export function toProblem(thrown: unknown): Problem {
  const failure = apiFailure(thrown);
  if (failure && !isRenewed(thrown)) {
    const code = failure.code as ErrorCode;
    const fields = failure.errors.map((each) => ({ ...each, message: fieldMessage(each) }));
    return { ...failure, code, message: messageOf(code, failure.detail), fields };
  }
  const code = codeOf(thrown);
  const status = code === 'unknown' && thrown instanceof Refusal ? thrown.response.status : 0;
  const message = translated(errors)[code];
  return { code, status, message, fields: [], retryAfter: undefined, requestId: undefined };
}

/** Whether the same call can succeed later: no network, the service is away, a new login. */
export function isTemporary(problem: Problem): boolean {
  return ['offline', 'renewed'].includes(problem.code) || [502, 503, 504].includes(problem.status);
}

/**
 * Handle an error that no field and no form shows. 401 ends the login; a 403 leads to what
 * is missing, and never logs out; all else is a toast. Return the problem.
 */
export function handleError(thrown: unknown): Problem {
  const problem = toProblem(thrown);
  if (!leave(problem)) notify({ kind: 'error', text: problem.message });
  return problem;
}

/** Go to the page that mends a problem. Return false if there is none. */
export function leave(problem: Problem): boolean {
  if (problem.status === 401 && ending > 0) {
    // The call that ends the login leads to where that is said.
  } else if (problem.status === 401) {
    saveSteps({ notice: 'loggedOut' });
    endLogin();
    location.assign(loginPath(location.pathname + location.search));
  } else if (['second_factor_required', 'email_not_verified'].includes(problem.code)) {
    // The login leads to what is missing.
    endLogin();
    location.assign(paths.login);
  } else {
    return false;
  }
  return true;
}

/**
 * Call the API; if it wants a recent login, ask for the password and call once more. The
 * error is thrown as it is if the person closes the dialog.
 */
export async function withRecentLogin<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const isStale = toProblem(thrown).code === 'reauthentication_required';
    if (isStale && (await askForPassword())) return call();
    throw thrown;
  }
}

let ending = 0;

/**
 * Make a call that ends the login. Others that are refused because it has ended lead nowhere:
 * whoever makes this call leads to another page, which a late refusal must not replace.
 */
export async function endingLogin<T>(call: () => Promise<T>): Promise<T> {
  ending += 1;
  try {
    const result = await call();
    // "Back" can bring this page again, as it was.
    addEventListener('pageshow', () => (ending -= 1), { once: true });
    return result;
  } catch (thrown) {
    ending -= 1;
    throw thrown;
  }
}

let hasEnded = false;

function endLogin(): void {
  if (getToken() !== undefined) {
    clearToken();
    hasEnded = true;
    // What one types until the page is gone counts, too.
    addEventListener('pagehide', keepDrafts, { once: true });
  }
  // Several calls can fail with the same login. After a logout nothing is kept.
  if (hasEnded) keepDrafts();
}

function codeOf(thrown: unknown) {
  if (thrown instanceof PasskeyError) return thrown.code;
  return isRenewed(thrown) ? 'renewed' : isNetworkError(thrown) ? 'offline' : 'unknown';
}

function messageOf(code: ErrorCode, detail: string): string {
  const texts: Record<string, string | undefined> = translated(errors);
  return texts[code] ?? detail;
}

// Another tab can log in again, or change the password, while a call of this one is on its way.
function isRenewed(thrown: unknown): boolean {
  if (!(thrown instanceof Refusal) || thrown.response.status !== 401) return false;
  const token = getToken();
  return token !== undefined && thrown.token !== undefined && token !== thrown.token;
}

// fetch throws a TypeError if the server cannot be reached (Fetch standard, 5.6).
function isNetworkError(thrown: unknown): boolean {
  return thrown instanceof TypeError;
}
