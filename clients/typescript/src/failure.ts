import { isAxiosError } from 'axios';
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

/** Return the API's error, or `undefined` if the API did not answer (no network, say). */
export async function apiFailure(thrown: unknown): Promise<ApiFailure | undefined> {
  if (!isAxiosError(thrown) || !thrown.response) return undefined;
  const { status, headers, data } = thrown.response;
  // The error of a download arrives as a Blob too.
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
