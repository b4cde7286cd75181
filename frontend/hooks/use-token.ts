'use client';

import { useSyncExternalStore } from 'react';

import { getToken, onTokenChange } from '@/lib/token';

/** Return the access token; undefined without a login, and in the first render. */
export function useToken(): string | undefined {
  return useSyncExternalStore(onTokenChange, getToken, () => undefined);
}
