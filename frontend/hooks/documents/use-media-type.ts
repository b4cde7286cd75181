'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { DocumentPublic } from '@/app/client';
import { versionsQuery } from '@/lib/queries/document';

/** Return the media type of a version: undefined while that is not known, null if there is none. */
export function useMediaType(document: DocumentPublic, number: number): string | null | undefined {
  const isCurrent = document.version === number;
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery({
    ...versionsQuery(document.id),
    enabled: !isCurrent,
  });
  const versions = data?.pages.flatMap((page) => page.items);
  const found = versions?.find((version) => version.number === number);
  const isSought = !isCurrent && !found;
  const needsMore = isSought && hasNextPage && !isFetching && !isError;

  useEffect(() => {
    if (needsMore) void fetchNextPage();
  }, [needsMore, fetchNextPage]);

  if (isCurrent) return document.media_type;
  if (found) return found.media_type;
  return versions && !hasNextPage ? null : undefined;
}
