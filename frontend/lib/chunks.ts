// Webpack's function that loads a file of the app's code. Webpack replaces this name.
declare let __webpack_chunk_load__: ((id: string | number) => Promise<unknown>) | undefined;

const PAUSES = [1000, 2000, 4000, 8000, 15_000];

/** Load parts of the app patiently: see `patiently`. Otherwise the whole page would break. */
export function loadChunksPatiently(): void {
  if (typeof __webpack_chunk_load__ !== 'function') return;
  const load = __webpack_chunk_load__;
  __webpack_chunk_load__ = (id) => patiently(() => load(id));
}

/**
 * Call a function until it succeeds, and return what it returns. It may fail for half a
 * minute, and as long as the browser knows that it is offline; then its error is thrown.
 */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await call();
    } catch (thrown) {
      const pause = PAUSES[tried];
      if (pause === undefined) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!navigator.onLine) await online();
    }
  }
}

function online(): Promise<void> {
  return new Promise((resolve) => addEventListener('online', () => resolve(), { once: true }));
}
