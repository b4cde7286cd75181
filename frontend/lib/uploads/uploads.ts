import { Refusal as ApiRefusal, type ServiceConfig, type UploadPublic } from '@/app/client';
import { isTemporary, leave, type Problem, toProblem } from '@/lib/error';
import { keys, local } from '@/lib/storage';
import { getToken, onTokenChange } from '@/lib/token';
import { Entry } from '@/lib/uploads/entry';
import { isEnded, refusalOf } from '@/lib/uploads/rules';
import { lastPart, type Send, sendByTus } from '@/lib/uploads/transfer';
import type { Refusal, Target, Upload, UploadEvent, UploadState } from '@/lib/uploads/types';
import { deleteUpload, findUnfinished, listUnfinished } from '@/lib/uploads/unfinished';

const AT_ONCE = 3;
// How often pages hear of progress, and the longest pause between attempts, in milliseconds.
const TELL_EVERY = 250;
const LONGEST_WAIT = 30_000;

/**
 * The uploads of this tab. They live outside of React, so they go on while one moves from
 * page to page, and they end with the login. Totals are derived from them, never stored.
 */
export class Uploads {
  readonly #send: Send;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Set<(event: UploadEvent) => void>();
  #shown: readonly Upload[] = [];
  #earlier: Promise<UploadPublic[]> | undefined;
  #hasShown = false;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  constructor(send: Send = sendByTus) {
    this.#send = send;
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Return all uploads in the order in which they came. */
  readonly list = (): readonly Upload[] => this.#shown;

  /** Call a function whenever an upload starts or ends. */
  onEvent(watcher: (event: UploadEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Send files, if the rules allow them. An upload that an earlier visit began goes on. */
  async add(files: readonly File[], config: ServiceConfig, target?: Target): Promise<void> {
    const added = files.map((file) => {
      const { name, size } = file;
      const entry = this.#enter({ name, size, state: 'waiting', sent: 0, target }, config, file);
      const refusal = refusalOf(file, config.files);
      if (refusal) this.#fail(entry, refusal);
      return entry;
    });
    this.#publish();
    const earlier = await this.#listEarlier();
    await Promise.all(added.map((entry) => this.#adopt(entry, earlier)));
    added.forEach((entry) => (entry.isChecked = true));
    this.#advance();
  }

  /** Show what an earlier visit of this browser began and did not finish; once a login. */
  async showEarlier(config: ServiceConfig): Promise<void> {
    if (this.#hasShown || !getToken() || local.read(keys.uploads) === undefined) return;
    this.#hasShown = true;
    const earlier = await this.#listEarlier();
    if (earlier.length === 0) local.remove(keys.uploads);
    for (const { id, name, size, offset } of earlier) {
      this.#enter({ name, size, state: 'unfinished', sent: offset }, config).id = id;
    }
    this.#publish();
  }

  pause(key: string): void {
    const entry = this.#find(key, 'waiting', 'sending', 'interrupted');
    if (!entry) return;
    entry.halt();
    entry.change({ state: 'paused' });
    this.#advance();
  }

  /** Go on with an upload that is paused or waits for a connection. */
  resume(key: string): void {
    this.#queue(this.#find(key, 'paused', 'interrupted'));
  }

  /** Try an upload again that failed. */
  retry(key: string, options: { allowDuplicate?: boolean } = {}): void {
    const entry = this.#find(key, 'failed');
    if (entry) entry.allowDuplicate = options.allowDuplicate ?? entry.allowDuplicate;
    this.#queue(entry);
  }

  /** Stop an upload, delete what has arrived, and take it off the list. */
  cancel(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.end();
    if (entry.id !== undefined && entry.upload.state !== 'done') void deleteUpload(entry.id);
    this.#entries.delete(key);
    this.#advance();
  }

  /** Take what does not run off the list. What an earlier visit began stays at the service. */
  clear(): void {
    for (const { upload } of [...this.#entries.values()]) {
      if (upload.state === 'unfinished') this.#entries.delete(upload.key);
      else if (['done', 'failed'].includes(upload.state)) this.cancel(upload.key);
    }
    this.#publish();
  }

  /** Forget all uploads. What has arrived waits at the service for a day. */
  stop(): void {
    this.#entries.forEach((entry) => entry.end());
    this.#entries.clear();
    this.#earlier = undefined;
    this.#hasShown = false;
    this.#publish();
  }

  /** Go on at once with what waits for a connection. */
  reconnect(): void {
    for (const entry of this.#entries.values()) {
      if (entry.upload.state === 'interrupted') this.#start(entry);
    }
    this.#publish();
  }

  #enter(upload: Omit<Upload, 'key'>, config: ServiceConfig, file?: File): Entry {
    const key = String((this.#last += 1));
    const entry = new Entry({ key, ...upload }, config.uploads.path, file);
    this.#entries.set(key, entry);
    return entry;
  }

  #find(key: string, ...states: UploadState[]): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry && states.includes(entry.upload.state) ? entry : undefined;
  }

  #listEarlier(): Promise<UploadPublic[]> {
    // Without an answer a file begins at zero, and the next one asks again.
    return (this.#earlier ??= listUnfinished().catch(() => {
      this.#earlier = undefined;
      return [];
    }));
  }

  /** Let an upload go on where an earlier visit stopped, if its file is the same. */
  async #adopt(entry: Entry, earlier: UploadPublic[]): Promise<void> {
    if (!entry.file || entry.upload.state !== 'waiting') return;
    const search = findUnfinished(entry.file, entry.upload.target, earlier);
    const found = await search.catch(() => undefined);
    if (!found || !earlier.includes(found)) return;
    earlier.splice(earlier.indexOf(found), 1);
    for (const [key, other] of this.#entries) {
      if (other.id === found.id) this.#entries.delete(key);
    }
    entry.keep(found.id, found.offset);
  }

  #queue(entry: Entry | undefined): void {
    if (!entry?.file) return;
    entry.halt();
    entry.tries = 0;
    entry.change({ state: 'waiting', refusal: undefined });
    this.#advance();
  }

  /** Start what may start now. */
  #advance(): void {
    const entries = [...this.#entries.values()];
    const room = AT_ONCE - entries.filter(({ upload }) => isRunning(upload)).length;
    entries
      .filter(({ upload, isChecked }) => upload.state === 'waiting' && isChecked)
      .slice(0, Math.max(0, room))
      .forEach((entry) => {
        this.#start(entry);
        this.#tell('started', entry);
      });
    this.#publish();
  }

  #start(entry: Entry): void {
    if (!entry.file) return;
    entry.start(entry.file, this.#send, {
      onId: () => local.write(keys.uploads, '1'),
      onProgress: () => {
        this.#telling ??= setTimeout(() => this.#publish(), TELL_EVERY);
      },
      onDone: (documentId) => this.#finish(entry, documentId),
      onFail: (thrown, isCurrent) => void this.#handle(entry, thrown, isCurrent),
    });
  }

  #finish(entry: Entry, documentId: string): void {
    entry.end();
    entry.change({ state: 'done', sent: entry.upload.size, documentId });
    entry.file = undefined;
    this.#tell('done', entry);
    this.#advance();
  }

  /** Decide what an error means: go on later, begin anew, or give up. */
  async #handle(entry: Entry, thrown: unknown, isCurrent: () => boolean): Promise<void> {
    const problem = toProblem(thrown);
    const { code, message, status } = problem;
    if (status === 401 && leave(problem)) return;
    // A reply to HEAD has no body, and so no code.
    const isGone = status === 404 && ['unknown', 'upload_not_found'].includes(code);
    const isUnreadable = code === 'offline' && !(await isReadable(entry.file));
    if (!isCurrent()) return;
    if (isGone && entry.id !== undefined) {
      entry.startOver();
      this.#start(entry);
    } else if (isUnreadable) {
      this.#fail(entry, { code: 'unreadable' });
    } else if (isTemporary(problem) || [409, 423, 429].includes(status)) {
      this.#interrupt(entry, problem);
    } else {
      const location = thrown instanceof ApiRefusal && thrown.response.headers.get('Location');
      this.#fail(entry, { code, message, ...(location && { documentId: lastPart(location) }) });
    }
    this.#advance();
  }

  /** Go on later. It keeps its place among those that run: others would fail, too. */
  #interrupt(entry: Entry, { code, retryAfter }: Problem): void {
    const pause = Math.min(1000 * 2 ** entry.tries, LONGEST_WAIT);
    entry.tries += 1;
    entry.wait(retryAfter === undefined ? pause : retryAfter * 1000, () => {
      this.#start(entry);
      this.#publish();
    });
    entry.change({ state: 'interrupted', refusal: { code } });
  }

  #fail(entry: Entry, refusal: Refusal): void {
    entry.halt();
    if (isEnded(refusal)) entry.startOver();
    entry.change({ state: 'failed', refusal });
    this.#tell('failed', entry);
  }

  #tell(kind: UploadEvent['kind'], { upload }: Entry): void {
    this.#watchers.forEach((watcher) => watcher({ kind, upload }));
  }

  /** Show the state of now, and let the browser ask before it leaves running uploads. */
  #publish(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const entries = [...this.#entries.values()];
    entries.forEach((entry) => entry.refresh());
    this.#shown = entries.map(({ upload }) => upload);
    if (this.#shown.some(isActive)) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
    this.#listeners.forEach((listener) => listener());
  }
}

/** Whether an upload has one of the places of those that run at once. */
function isRunning({ state }: Upload): boolean {
  return state === 'sending' || state === 'interrupted';
}

/** Whether an upload would be cut off if the page went away. */
export function isActive(upload: Upload): boolean {
  return isRunning(upload) || upload.state === 'waiting';
}

function ask(event: Event): void {
  event.preventDefault();
}

// A file that was changed, moved or deleted since it was chosen cannot be read.
async function isReadable(file: File | undefined): Promise<boolean> {
  try {
    await file?.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** The uploads of this tab. */
export const uploads = new Uploads();

if (typeof window !== 'undefined') {
  addEventListener('online', () => uploads.reconnect());
  onTokenChange(() => {
    if (!getToken()) uploads.stop();
  });
}
