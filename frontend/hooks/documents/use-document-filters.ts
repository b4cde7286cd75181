'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

import { type DocumentFilters, readFilters, writeFilters } from '@/lib/document-filters';

export type View = 'list' | 'grid';

/**
 * What the list of documents shows. It stands in the address, so that a list can be linked
 * and loaded again, and "Back" undoes a filter. Typing adds no step for each letter.
 */
export function useDocumentFilters() {
  const params = useSearchParams();
  const filters = useMemo(() => readFilters(new URLSearchParams(params)), [params]);
  const view: View = params.get('view') === 'grid' ? 'grid' : 'list';

  const change = useCallback((wanted: Partial<DocumentFilters>) => {
    const now = new URLSearchParams(location.search);
    const before = readFilters(now);
    const isTyping = before.search !== '' && wanted.search !== undefined && wanted.search !== '';
    go(writeFilters({ ...before, ...wanted }, now), isTyping);
  }, []);

  const changeView = useCallback((wanted: View) => {
    const now = new URLSearchParams(location.search);
    if (wanted === 'grid') now.set('view', 'grid');
    else now.delete('view');
    go(now, true);
  }, []);

  return { filters, view, change, changeView, params };
}

// The History API, which Next follows: its router would ask the server for the page again.
function go(params: URLSearchParams, isReplacement: boolean): void {
  const query = params.toString();
  const url = query === '' ? location.pathname : `${location.pathname}?${query}`;
  if (isReplacement) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
}
