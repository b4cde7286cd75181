import type { Problem } from '@/lib/error';

/**
 * - `waiting`: its turn will come;
 * - `sending`: bytes go out, or the service checks the whole file;
 * - `interrupted`: no connection, or the service is busy; it goes on by itself;
 * - `paused`: by the person;
 * - `unfinished`: began before the page was loaded; it needs its file again;
 * - `done`, `failed`: ended.
 */
export type UploadState =
  'waiting' | 'sending' | 'interrupted' | 'paused' | 'unfinished' | 'done' | 'failed';

/** A file becomes a new document, or a new version of the document that a target names. */
export type Target = { documentId: string; label?: string };

/** Why an upload failed: a code of the API, or what is wrong with the file itself. */
export type Refusal = {
  code: Problem['code'] | 'empty_file' | 'name_too_long' | 'unreadable';
  /** What the API said about it, in the language of that moment. */
  message?: string;
  /** The document that has the same content. */
  documentId?: string;
};

/** An upload as pages show it. A change makes a new object. */
export type Upload = Readonly<{
  key: string;
  name: string;
  /** Bytes. */
  size: number;
  state: UploadState;
  /** Bytes that left this browser, or that the service has. */
  sent: number;
  /** Bytes a second, while it is sending. */
  speed?: number;
  target?: Target;
  refusal?: Refusal;
  /** The document that the file became. */
  documentId?: string;
}>;

/** What is read out, and what makes data stale. */
export type UploadEvent = { kind: 'started' | 'done' | 'failed'; upload: Upload };
