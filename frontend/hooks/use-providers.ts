'use client';

import { useEffect, useState } from 'react';

import { OidcService, type ProviderPublic } from '@/app/client';

let loading: Promise<ProviderPublic[]> | undefined;

function load(): Promise<ProviderPublic[]> {
  loading ??= OidcService.listProviders().then(({ data }) => data.items);
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** Return the providers at which people can log in, once they are loaded; none without them. */
export function useProviders(): ProviderPublic[] {
  const [providers, setProviders] = useState<ProviderPublic[]>([]);
  useEffect(() => {
    // Without an answer the other ways to log in are left.
    load().then(setProviders, () => undefined);
  }, []);
  return providers;
}
