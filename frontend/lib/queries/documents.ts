import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { DocumentsService, type SharePublic } from '@/app/client';
import type { ListQuery } from '@/lib/document-filters';

/** Documents in a page of a list: the most that the API returns at once. */
export const PAGE_SIZE = 100;

/** The names of all data about documents, from the general to the single. */
export const documentKeys = {
  all: ['documents'] as const,
  lists: ['documents', 'list'] as const,
  list: (query: ListQuery) => [...documentKeys.lists, query] as const,
  trash: ['documents', 'trash'] as const,
  shares: ['documents', 'shares'] as const,
  usage: ['documents', 'usage'] as const,
  /** What counts documents by tag and type. */
  counts: ['documents', 'counts'] as const,
  details: ['documents', 'detail'] as const,
  detail: (id: string) => [...documentKeys.details, id] as const,
};

/**
 * A list of documents, page by page. It never becomes stale by itself, because a list is
 * asked for again page by page: `lib/queries/document-lists.ts` patches and renews it.
 * A search has no total.
 */
export function documentsQuery(query: ListQuery) {
  return infiniteQueryOptions({
    queryKey: documentKeys.list(query),
    queryFn: async ({ pageParam: cursor, signal }) => {
      // Counting takes longer than a page does, so only the first page asks for it.
      const page = { limit: PAGE_SIZE, ...(cursor ? { cursor } : { total: true }) };
      return (await DocumentsService.listDocuments({ query: { ...query, ...page }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: Infinity,
  });
}

/** One document. Its `etag` goes with each change as If-Match. */
export function documentQuery(id: string) {
  return queryOptions({
    queryKey: documentKeys.detail(id),
    queryFn: async ({ signal }) =>
      (await DocumentsService.getDocument({ path: { document_id: id }, signal })).data,
  });
}

/** The trash, page by page, the last deleted first. */
export const trashQuery = infiniteQueryOptions({
  queryKey: documentKeys.trash,
  queryFn: async ({ pageParam: cursor, signal }) =>
    (await DocumentsService.listTrash({ query: { limit: PAGE_SIZE, cursor }, signal })).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
});

/** The shares of all documents, page by page, the newest first. */
export function sharesQuery(state?: SharePublic['state']) {
  return infiniteQueryOptions({
    queryKey: [...documentKeys.shares, { state }] as const,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { limit: PAGE_SIZE, state, cursor };
      return (await DocumentsService.listOwnShares({ query, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

/** The storage that is used, and the quota. */
export const usageQuery = queryOptions({
  queryKey: documentKeys.usage,
  queryFn: async ({ signal }) => (await DocumentsService.getUsage({ signal })).data,
});
