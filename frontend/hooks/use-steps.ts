'use client';

import { useSyncExternalStore } from 'react';

import { onStepsChange, readSteps, type Steps } from '@/lib/auth';

/** Return where the flows of this tab stand; undefined in the first render. */
export function useSteps(): Steps | undefined {
  return useSyncExternalStore(onStepsChange, readSteps, () => undefined);
}
