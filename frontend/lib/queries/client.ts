import { QueryCache, QueryClient } from '@tanstack/react-query';

import { STALE_AFTER } from '@/config/app';
import { isTemporary, leave, toProblem } from '@/lib/error';

const TRIES = 2;

/** Return the store of what the API answered. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    // A login that ended shows nothing of the account any more, whatever asked.
    queryCache: new QueryCache({ onError: (thrown) => void leave(toProblem(thrown)) }),
    defaultOptions: {
      queries: {
        // A browser that says it is offline may be wrong, and nobody should wait in silence.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: STALE_AFTER,
        // Only what can succeed later is asked again, and not sooner than the API says.
        retry: (failures, thrown) => failures < TRIES && isTemporary(toProblem(thrown)),
        retryDelay: (failures, thrown) => (toProblem(thrown).retryAfter ?? 2 ** failures) * 1000,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/**
 * End all calls that are on their way, and those that repeat themselves. During a logout they
 * would be refused, as if the login had ended by itself.
 */
export function stopAsking(client: QueryClient): void {
  for (const { observers } of client.getQueryCache().getAll()) {
    for (const observer of [...observers]) observer.destroy();
  }
}
