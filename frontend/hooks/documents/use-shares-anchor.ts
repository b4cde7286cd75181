'use client';

import { useEffect } from 'react';

/** The id of the part of the page with the shares; a link to it makes a new share. */
export const SHARES_ANCHOR = 'shares';

/** Call a function if the address leads to the shares, once. */
export function useSharesAnchor(onArrive: () => void): void {
  useEffect(() => {
    if (location.hash !== `#${SHARES_ANCHOR}`) return;
    history.replaceState(null, '', location.pathname + location.search);
    onArrive();
  }, [onArrive]);
}
