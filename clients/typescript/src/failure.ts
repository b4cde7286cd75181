import type { ApiError, FieldError, InvalidInput } from './generated/types.gen.js';

/** Why the API refused a request. Branch on `code`, show `detail`, log `requestId`. */
export type ApiFailure = {
  status: number;
  code: string;
  detail: string;
  requestId: string;
  /** The invalid fields of a 422; empty for other errors. */
  errors: FieldError[];
  /** The seconds to wait after a 429 or 503. */
  retryAfter: number | undefined;
};

/** What every method throws for a reply that is an error, whoever answered. */
export class Refusal extends Error {
  readonly response: Response;
  readonly body: unknown;
  /** The access token that was refused; another one can have taken its place since. */
  readonly token: string | undefined;

  constructor(response: Response, body: unknown, token?: string) {
    super(`${response.status} ${response.url}`);
    this.name = 'Refusal';
    this.response = response;
    this.body = body;
    this.token = token;
  }
}

/** Return the API's error, or `undefined` if the API did not answer (no network, say). */
export function apiFailure(thrown: unknown): ApiFailure | undefined {
  if (!(thrown instanceof Refusal) || !isApiError(thrown.body)) return undefined;
  const { response, body } = thrown;
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    code: body.code,
    detail: body.detail,
    requestId: body.request_id,
    errors: 'errors' in body ? body.errors : [],
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  };
}

function isApiError(body: unknown): body is ApiError | InvalidInput {
  return typeof body === 'object' && body !== null && 'code' in body && 'request_id' in body;
}
