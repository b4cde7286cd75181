'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { DocumentFound } from '@/app/client';
import type { ListQuery } from '@/lib/document-filters';
import { documentsQuery } from '@/lib/queries/documents';

// After a reload a document is searched in so many pages of its list.
const PAGES = 5;

type Neighbours = {
  previous?: DocumentFound;
  next?: DocumentFound;
  /** Its place in the list, from 1 on; undefined if it is not in it. */
  position?: number;
  total?: number;
};

/** Return what stands before and after a document in a list. */
export function useNeighbours(id: string, query: ListQuery): Neighbours {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery(
    documentsQuery(query),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const index = items.findIndex((item) => item.id === id);
  const isAtEnd = index === items.length - 1 && index >= 0;
  const isMissing = index < 0 && (data?.pages.length ?? PAGES) < PAGES;
  const needsMore = hasNextPage && !isFetching && !isError && (isAtEnd || isMissing);

  useEffect(() => {
    if (needsMore) void fetchNextPage();
  }, [needsMore, fetchNextPage]);

  if (index < 0) return {};
  return {
    previous: items[index - 1],
    next: items[index + 1],
    position: index + 1,
    total: data?.pages[0]?.total ?? undefined,
  };
}
