'use client';

import { z } from 'zod/v4-mini';

import type { ProviderPublic } from '@/app/client';
import { useApiForm } from '@/hooks/use-api-form';
import type { ProviderFlow } from '@/lib/auth';
import { withRecentLogin } from '@/lib/error';
import { leaveFor } from '@/lib/provider-login';

type Flow = Pick<ProviderFlow, 'purpose' | 'hasFactor'>;

/** Return the form of a button that leaves for the pages of a provider. */
export function useProviderFlow(provider: Pick<ProviderPublic, 'id' | 'name'>, flow: Flow) {
  return useApiForm({
    schema: z.object({}),
    onSubmit: () => withRecentLogin(() => leaveFor(provider, { ...flow, next: nextOf(flow) })),
  });
}

function nextOf({ purpose }: Flow): string | undefined {
  // A proof comes back to where it is wanted.
  if (purpose === 'proof') return location.pathname + location.search;
  return new URLSearchParams(location.search).get('next') ?? undefined;
}
