'use client';

import { useEffect } from 'react';

import { useSteps } from '@/hooks/use-steps';
import { saveSteps, type Steps } from '@/lib/auth';

type Link = 'undoEmailChange' | 'undoDeletion' | 'invitation';

/**
 * Return the token of a mailed link: undefined at first, '' if there is none. It leaves the
 * address at once, so that neither the history nor a screenshot has it, and is kept for the
 * tab, so that the page can be loaded again.
 */
export function useMailedToken(link: Link): string | undefined {
  const steps = useSteps();
  useEffect(() => {
    const token = inAddress();
    if (!token) return;
    saveSteps({ [link]: token } satisfies Steps);
    history.replaceState(history.state, '', location.pathname);
  }, [link]);
  return steps && (inAddress() ?? steps[link] ?? '');
}

function inAddress(): string | null {
  // Newer links have it where no server gets to see it.
  return new URLSearchParams(location.search).get('token') ?? (location.hash.slice(1) || null);
}
