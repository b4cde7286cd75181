'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** Whether the page runs in a browser already. What differs per browser waits for it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
