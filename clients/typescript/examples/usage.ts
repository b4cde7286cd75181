import { apiFailure, connect, DocumentsService, UsersService } from '@sample/client';

let token: string | undefined;
connect({ baseUrl: 'http://localhost:8000', token: () => token });

export async function logIn(email: string, password: string): Promise<string> {
  try {
    const { data } = await UsersService.login({ body: { email, password } });
    token = data.access_token;
    return data.pending_2fa ? 'Enter the code from your authenticator app.' : 'Welcome.';
  } catch (thrown) {
    const failure = apiFailure(thrown);
    if (failure?.code === 'rate_limited') return `Wait ${failure.retryAfter} seconds.`;
    if (failure) return failure.detail;
    throw thrown;
  }
}

/** Return the sign-up token: `confirm` needs it together with the e-mailed code. */
export async function signUp(email: string, password: string): Promise<string> {
  const { data } = await UsersService.signup({ body: { email, password } });
  return data.signup_token;
}

export async function confirm(signup_token: string, code: string): Promise<void> {
  const { data } = await UsersService.verifySignup({ body: { signup_token, code } });
  token = data.access_token;
}

/** Yield all documents, page by page. */
export async function* documents() {
  let cursor: string | undefined;
  do {
    const query = cursor ? { cursor } : {};
    const { data } = await DocumentsService.listDocuments({ query });
    yield* data.items;
    cursor = data.next_cursor ?? undefined;
  } while (cursor);
}

export async function upload(file: File) {
  const { data } = await DocumentsService.upload({ body: { file } });
  return data;
}
