import { isAxiosError } from 'axios';
import type { ApiError, FieldError, InvalidInput } from './generated/types.gen.js';

/** Why the API refused a request. Branch on `code`, show `detail`, log `requestId`. */
export type ApiFailure = {
  status: number;
  code: string;
  detail: string;
  requestId: string;
  /** The fields at fault, of a 422. */
  errors: FieldError[];
  /** Seconds to wait, of a 429 or 503. */
  retryAfter: number | undefined;
};

/** Read what was thrown; `undefined` if it is no answer of the API (no network, say). */
export async function apiFailure(thrown: unknown): Promise<ApiFailure | undefined> {
  if (!isAxiosError(thrown) || !thrown.response) return undefined;
  const { status, headers, data } = thrown.response;
  // Where a file was asked for, the error comes as one too.
  const body: unknown = data instanceof Blob ? JSON.parse(await data.text()) : data;
  if (!isApiError(body)) return undefined;
  const retryAfter: unknown = headers['retry-after'];
  return {
    status,
    code: body.code,
    detail: body.detail,
    requestId: body.request_id,
    errors: 'errors' in body ? body.errors : [],
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}

function isApiError(body: unknown): body is ApiError | InvalidInput {
  return typeof body === 'object' && body !== null && 'code' in body && 'request_id' in body;
}
