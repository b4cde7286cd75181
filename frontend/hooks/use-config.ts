'use client';

import { useEffect, useState } from 'react';

import { ConfigService, type ServiceConfig } from '@/app/client';

let loading: Promise<ServiceConfig> | undefined;

function load(): Promise<ServiceConfig> {
  loading ??= ConfigService.getConfig().then(({ data }) => data);
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/**
 * Return the rules of the service once they are loaded. Pages for guests use this instead
 * of configQuery: React Query is heavier than the rest of such a page.
 */
export function useConfig(): ServiceConfig | undefined {
  const [config, setConfig] = useState<ServiceConfig>();
  useEffect(() => {
    // Without an answer the API still decides; the page only cannot say so before.
    load().then(setConfig, () => undefined);
  }, []);
  return config;
}
