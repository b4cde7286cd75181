import type { DetailedError, HttpResponse } from 'tus-js-client';

import { Refusal } from '@/app/client';
import { apiUrl, OpenAPI } from '@/config/api';

export const TUS_VERSION = '1.0.0';

/** A file on its way, and who wants to know how it goes. */
export type Job = {
  file: File;
  /** Where uploads are created, a path of the API. */
  path: string;
  /** The upload to go on with; undefined creates one. */
  id: string | undefined;
  metadata: Record<string, string>;
  onId: (id: string) => void;
  onProgress: (sent: number) => void;
  onDone: (documentId: string) => void;
  /** Takes what `toProblem` understands. */
  onFail: (thrown: unknown) => void;
};

/** Send a file from where the service stands. Return a function that stops it. */
export type Send = (job: Job) => () => void;

/**
 * Send by tus 1.0. Who calls decides about retries: tus-js-client would begin from zero after
 * any error of HEAD, also one that passes, if it knew where to create an upload.
 */
export const sendByTus: Send = (job) => {
  let isStopped = false;
  let stop = () => {
    isStopped = true;
  };
  void import('tus-js-client').then(
    ({ Upload }) => {
      if (isStopped) return;
      let token: string | undefined;
      const upload = new Upload(job.file, {
        ...(job.id === undefined
          ? { endpoint: apiUrl(job.path) }
          : { uploadUrl: apiUrl(`${job.path}/${job.id}`) }),
        metadata: job.metadata,
        retryDelays: null,
        storeFingerprintForResuming: false,
        onBeforeRequest: (request) => {
          token = OpenAPI.TOKEN;
          if (token) request.setHeader('Authorization', `Bearer ${token}`);
        },
        onUploadUrlAvailable: () => job.onId(lastPart(upload.url ?? '')),
        onProgress: job.onProgress,
        onSuccess: ({ lastResponse }) => job.onDone(lastResponse.getHeader('X-Document-Id') ?? ''),
        onError: (error) => job.onFail(toThrown(error, token)),
      });
      stop = () => void upload.abort();
      upload.start();
    },
    // The library could not be loaded: there is no connection.
    (thrown) => job.onFail(new TypeError(String(thrown))),
  );
  return () => stop();
};

/** Return the last part of a path or an URL. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Return an error of tus-js-client as the client of the API would throw it. */
function toThrown(error: Error | DetailedError, token: string | undefined): unknown {
  const reply = 'originalResponse' in error ? error.originalResponse : null;
  if (!reply?.getStatus()) return new TypeError(error.message);
  return new Refusal(
    new Response(null, { status: reply.getStatus(), headers: headersOf(reply) }),
    bodyOf(reply),
    token,
  );
}

function headersOf(reply: HttpResponse): Headers {
  const headers = new Headers();
  for (const name of ['Retry-After', 'Location']) {
    const value = reply.getHeader(name);
    if (value) headers.set(name, value);
  }
  return headers;
}

function bodyOf(reply: HttpResponse): unknown {
  try {
    return JSON.parse(reply.getBody());
  } catch {
    return undefined;
  }
}
