import { metadataOf } from '@/lib/uploads/metadata';
import { Speed } from '@/lib/uploads/speed';
import type { Send } from '@/lib/uploads/transfer';
import type { Upload } from '@/lib/uploads/types';
import { hold } from '@/lib/uploads/unfinished';

/** Who is told how an attempt goes. Nobody is told about one that was halted. */
type Watcher = {
  onId: () => void;
  onProgress: () => void;
  onDone: (documentId: string) => void;
  onFail: (thrown: unknown, isCurrent: () => boolean) => void;
};

/** One upload: what pages show of it, and what it takes to send it. */
export class Entry {
  upload: Upload;
  file: File | undefined;
  /** Its id at the API, once it has one. */
  id: string | undefined;
  allowDuplicate = false;
  /** Whether it is known if an earlier visit began it. It does not start before. */
  isChecked = false;
  /** Attempts since the last progress. */
  tries = 0;

  readonly #path: string;
  #sent: number;
  #furthest: number;
  #speed = new Speed();
  #attempt = 0;
  #stop: (() => void) | undefined;
  #release: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(upload: Upload, path: string, file?: File) {
    this.upload = upload;
    this.file = file;
    this.#path = path;
    this.#sent = this.#furthest = upload.sent;
  }

  change(change: Partial<Upload>): void {
    this.upload = { ...this.upload, sent: this.#sent, speed: undefined, ...change };
  }

  /** Show the progress of now. It comes too often for a page to follow each step. */
  refresh(): void {
    if (this.upload.state !== 'sending' || this.upload.sent === this.#sent) return;
    this.upload = { ...this.upload, sent: this.#sent, speed: this.#speed.perSecond };
  }

  /** Send the file, from where the service stands. */
  start(file: File, send: Send, watcher: Watcher): void {
    this.halt();
    const attempt = this.#attempt;
    const isCurrent = () => this.#attempt === attempt;
    const whileCurrent =
      <T extends unknown[]>(call: (...values: T) => void) =>
      (...values: T) => {
        if (isCurrent()) call(...values);
      };
    this.#speed = new Speed();
    this.change({ state: 'sending', refusal: undefined });
    this.#stop = send({
      file,
      path: this.#path,
      id: this.id,
      metadata: metadataOf(file, this.upload.target, this.allowDuplicate),
      onId: whileCurrent((id: string) => {
        this.keep(id);
        watcher.onId();
      }),
      onProgress: whileCurrent((sent: number) => {
        this.#progress(sent);
        watcher.onProgress();
      }),
      onDone: whileCurrent(watcher.onDone),
      onFail: whileCurrent((thrown: unknown) => watcher.onFail(thrown, isCurrent)),
    });
  }

  /** Call a function after some milliseconds, unless the entry is halted before. */
  wait(milliseconds: number, call: () => void): void {
    this.halt();
    this.#timer = setTimeout(call, milliseconds);
  }

  /** Stop what goes on. What has arrived stays at the service. */
  halt(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Go on with an upload of the API, of which some bytes may have arrived. */
  keep(id: string, sent = this.#sent): void {
    if (this.id === id) return;
    this.id = id;
    this.#release = hold(id);
    this.#sent = this.#furthest = sent;
    this.upload = { ...this.upload, sent };
  }

  /** Forget the upload of the API: the next attempt creates another one. */
  startOver(): void {
    this.end();
    this.id = undefined;
    this.#sent = this.#furthest = 0;
  }

  /** Stop, and leave the upload to other tabs. */
  end(): void {
    this.halt();
    this.#release?.();
    this.#release = undefined;
  }

  #progress(sent: number): void {
    this.#sent = sent;
    this.#speed.add(sent, performance.now());
    if (sent <= this.#furthest) return;
    this.#furthest = sent;
    this.tries = 0;
  }
}
