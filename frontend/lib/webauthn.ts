/**
 * The passkeys of the browser (WebAuthn level 3). A browser runs one ceremony at a time, so
 * a new one aborts what runs and waits for its end first.
 */
import type { CredentialAnswerRequest, NewCredentialRequest, PasskeyOptions } from '@/app/client';
import { PasskeyError } from '@/lib/passkey-error';

/** A new passkey, as the browser describes it; see the standard, section 5.1. */
export type MadePasskey = NewCredentialRequest & { authenticatorAttachment?: string | null };

type Begin = (signal: AbortSignal) => Promise<Credential | null>;

let running: { abort: () => void; ended: Promise<unknown> } | undefined;

/** Whether this browser can make and use passkeys. */
export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential !== 'undefined' &&
    'parseCreationOptionsFromJSON' in PublicKeyCredential
  );
}

/** Whether this browser offers passkeys in the list below a field (conditional mediation). */
export async function hasAutofill(): Promise<boolean> {
  return hasPasskeys() && PublicKeyCredential.isConditionalMediationAvailable();
}

/** Make a passkey. Throw PasskeyError if the person or the browser did not. */
export async function createPasskey({ options }: PasskeyOptions): Promise<MadePasskey> {
  const json = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json);
  const made = await perform((signal) => navigator.credentials.create({ publicKey, signal }));
  return made as MadePasskey;
}

/** Answer with a passkey that the person chooses now. Throw PasskeyError as above. */
export function choosePasskey(options: PasskeyOptions): Promise<CredentialAnswerRequest> {
  return answer(options);
}

/**
 * Answer with a passkey that the person picks below a field, whenever that is. Throw
 * PasskeyError if `stop` or another ceremony ended it.
 */
export function awaitPasskey(
  options: PasskeyOptions,
  stop: AbortSignal,
): Promise<CredentialAnswerRequest> {
  return answer(options, 'conditional', stop);
}

/** Tell the browser that no account has a passkey, so that it stops offering it. */
export async function forgetPasskey(credentialId: string, rpId: string): Promise<void> {
  await signal('signalUnknownCredential', { rpId, credentialId });
}

/** Tell the browser which passkeys an account has; it hides the others. */
export async function forgetAllBut(userId: string, credentialIds: string[]): Promise<void> {
  await signal('signalAllAcceptedCredentials', {
    rpId: location.hostname,
    userId: userHandle(userId),
    allAcceptedCredentialIds: credentialIds,
  });
}

/** Return the bytes of a UUID in base64url: the user handle of an account. */
export function userHandle(id: string): string {
  const bytes = id.replaceAll('-', '').match(/../g) ?? [];
  const text = String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function answer(
  { options }: PasskeyOptions,
  mediation?: CredentialMediationRequirement,
  stop?: AbortSignal,
): Promise<CredentialAnswerRequest> {
  const json = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json);
  const begin: Begin = (signal) => navigator.credentials.get({ publicKey, signal, mediation });
  return (await perform(begin, stop)) as CredentialAnswerRequest;
}

async function perform(begin: Begin, stop?: AbortSignal): Promise<PublicKeyCredentialJSON> {
  while (running) {
    running.abort();
    await running.ended;
  }
  if (stop?.aborted) throw new PasskeyError('cancelled');
  const controller = new AbortController();
  const abort = () => controller.abort();
  stop?.addEventListener('abort', abort);
  const result = begin(controller.signal);
  const forget = () => {
    stop?.removeEventListener('abort', abort);
    running = undefined;
  };
  running = { abort, ended: result.then(forget, forget) };
  try {
    return ((await result) as PublicKeyCredential).toJSON();
  } catch (thrown) {
    throw new PasskeyError(reasonOf(thrown));
  }
}

// WebAuthn, sections 5.1.3 and 5.1.4: a person who closes the dialog and one who takes too
// long look the same.
function reasonOf(thrown: unknown) {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'InvalidStateError') return 'taken';
  return ['NotAllowedError', 'AbortError'].includes(name) ? 'cancelled' : 'unsupported';
}

async function signal(method: string, options: object): Promise<void> {
  if (!hasPasskeys()) return;
  const methods = PublicKeyCredential as unknown as Record<
    string,
    ((options: object) => Promise<void>) | undefined
  >;
  // Not every browser has it, and nothing depends on it.
  await methods[method]?.(options).catch(() => undefined);
}
