/**
 * The storage of the browser. A browser can refuse it (private windows, full disks): then
 * what is kept lasts as long as the page.
 */
class Store {
  readonly #area: () => Storage;
  readonly #memory = new Map<string, string>();

  constructor(area: () => Storage) {
    this.#area = area;
  }

  read(key: string): string | undefined {
    try {
      return this.#area().getItem(key) ?? undefined;
    } catch {
      return this.#memory.get(key);
    }
  }

  write(key: string, value: string): void {
    try {
      this.#area().setItem(key, value);
    } catch {
      this.#memory.set(key, value);
    }
  }

  remove(key: string): void {
    this.#memory.delete(key);
    try {
      this.#area().removeItem(key);
    } catch {
      // Nothing was stored there.
    }
  }
}

/** Shared by all tabs, and kept when the browser closes. */
export const local = new Store(() => localStorage);

/** Of one tab; kept when the page is loaded again. */
export const tab = new Store(() => sessionStorage);

/** The names of everything that the app keeps in the browser. */
export const keys = {
  token: 'sample.token',
  device: 'sample.device',
  email: 'sample.email',
  language: 'sample.language',
  steps: 'sample.steps',
  drafts: 'sample.drafts',
  shortcuts: 'sample.shortcuts',
  uploads: 'sample.uploads',
} as const;
