import { type Auth, type CredentialAnswerRequest, PasskeysService } from '@/app/client';
import { toProblem } from '@/lib/error';
import { awaitPasskey, choosePasskey, forgetPasskey, hasAutofill } from '@/lib/webauthn';

// A browser that refuses at once must not be asked for ever.
const MOST_FAILURES = 10;
const MINUTE = 60_000;
// As long as the API takes an answer.
const LIFETIME = 5 * MINUTE;

/** Log in with a passkey that the person chooses now. */
export async function logInByChoice(): Promise<Auth> {
  const { data } = await PasskeysService.getLoginOptions();
  return logIn(await choosePasskey(data));
}

/**
 * Let the browser offer passkeys below the field of the address, until one logs in or
 * `signal` ends it. After a failure they are offered again. An offer is renewed before the
 * API stops taking its answer: browsers end none by themselves.
 */
export async function logInByAutofill(
  signal: AbortSignal,
  onFailure: (thrown: unknown) => void,
): Promise<Auth | undefined> {
  if (!(await hasAutofill())) return undefined;
  for (let failures = 0; failures < MOST_FAILURES && !signal.aborted; failures += 1) {
    const credential = await picked(signal);
    if (!credential) continue;
    try {
      return await logIn(credential);
    } catch (thrown) {
      onFailure(thrown);
    }
  }
  return undefined;
}

/** Return the answer of a picked passkey; undefined if there was none. */
async function picked(signal: AbortSignal): Promise<CredentialAnswerRequest | undefined> {
  while (!signal.aborted) {
    const { data } = await PasskeysService.getLoginOptions({ signal });
    const offer = new AbortController();
    const end = () => offer.abort();
    signal.addEventListener('abort', end);
    const timer = setTimeout(end, renewAfter(data.expires_at));
    try {
      return await awaitPasskey(data, offer.signal);
    } catch {
      if (!offer.signal.aborted) return undefined;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }
  return undefined;
}

/** Return in how many milliseconds an offer is renewed. The clock of a computer may be wrong. */
export function renewAfter(expiresAt: string): number {
  const left = new Date(expiresAt).getTime() - Date.now();
  return Math.min(Math.max(left, MINUTE), LIFETIME) * 0.75;
}

async function logIn(credential: CredentialAnswerRequest): Promise<Auth> {
  try {
    return (await PasskeysService.logIn({ body: { credential } })).data;
  } catch (thrown) {
    if (toProblem(thrown).code === 'unknown_passkey') {
      await forgetPasskey(credential.id, location.hostname);
    }
    throw thrown;
  }
}
