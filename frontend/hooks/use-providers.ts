'use client';

import { OidcService, type ProviderPublic } from '@/app/client';
import { loadedOnce } from '@/hooks/loaded-once';

const NONE: ProviderPublic[] = [];

const useLoaded = loadedOnce(async () => (await OidcService.listProviders()).data.items);

/**
 * Return the providers at which people can log in, once they are loaded. Without an answer
 * there are none, and the other ways to log in are left.
 */
export function useProviders(): ProviderPublic[] {
  return useLoaded() ?? NONE;
}
