'use client';

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';

import { STALE_AFTER } from '@/config/app';
import type { ListQuery } from '@/lib/document-filters';
import { refreshLists } from '@/lib/queries/document-lists';
import { documentKeys, documentsQuery } from '@/lib/queries/documents';

/** The documents that answer a question, as far as they are loaded, and how to get more. */
export function useDocumentList(query: ListQuery) {
  const client = useQueryClient();
  const list = useInfiniteQuery({ ...documentsQuery(query), placeholderData: keepPreviousData });
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;

  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const loadMore = useCallback(() => {
    const isQuiet = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
    if (isQuiet) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError]);

  // Who comes back to the top of an old list sees the newest; further down nothing jumps.
  useEffect(() => {
    const key = documentKeys.list(query);
    const refresh = () => {
      const age = Date.now() - (client.getQueryState(key)?.dataUpdatedAt ?? Date.now());
      const isAtTop = scrollY < innerHeight;
      if (document.visibilityState === 'visible' && isAtTop && age > STALE_AFTER) {
        void refreshLists(client, key);
      }
    };
    refresh();
    document.addEventListener('visibilitychange', refresh);
    return () => document.removeEventListener('visibilitychange', refresh);
  }, [client, query]);

  return {
    items,
    /** How many match; undefined for a search, which does not count. */
    total: data?.pages[0]?.total ?? undefined,
    hasMore: hasNextPage,
    loadMore,
    /** Try again to load more, after it failed. */
    retryMore: () => void fetchNextPage(),
    hasMoreFailed: isFetchNextPageError,
    isPending: list.isPending,
    /** What is shown answers the question before this one. */
    isOld: list.isPlaceholderData,
    error: data ? undefined : list.error,
    retry: () => void list.refetch(),
  };
}
