import { useEffect, useState } from 'react';

/**
 * Return a hook for what the API says once, the same to everybody: undefined until it is
 * loaded, and without an answer. Pages for guests use this, because React Query is heavier
 * than the rest of such a page.
 */
export function loadedOnce<T>(call: () => Promise<T>): () => T | undefined {
  let loading: Promise<T> | undefined;

  function load(): Promise<T> {
    loading ??= call();
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  return function useLoaded() {
    const [found, setFound] = useState<T>();
    useEffect(() => {
      load().then(setFound, () => undefined);
    }, []);
    return found;
  };
}
