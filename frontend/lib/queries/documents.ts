import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { DocumentsService, type SharePublic } from '@/app/client';
import type { ListQuery } from '@/lib/document-filters';
import { pages } from '@/lib/queries/pages';

/** Documents in a page of a list: the most that the API returns at once. */
export const PAGE_SIZE = 100;
const FOUND = 6;
const LATEST = 5;

/** The names of all data about documents, from the general to the single. */
export const documentKeys = {
  all: ['documents'] as const,
  lists: ['documents', 'list'] as const,
  list: (query: ListQuery) => [...documentKeys.lists, query] as const,
  /** The few that changed last. */
  latest: ['documents', 'latest'] as const,
  trash: ['documents', 'trash'] as const,
  shares: ['documents', 'shares'] as const,
  usage: ['documents', 'usage'] as const,
  /** What counts documents by tag and type. */
  counts: ['documents', 'counts'] as const,
  /** The last action for all that match. */
  batch: ['documents', 'batch'] as const,
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
    ...pages,
    queryKey: documentKeys.list(query),
    queryFn: async ({ pageParam: cursor, signal }) => {
      // Counting takes longer than a page does, so only the first page asks for it.
      const page = { limit: PAGE_SIZE, ...(cursor ? { cursor } : { total: true }) };
      return (await DocumentsService.listDocuments({ query: { ...query, ...page }, signal })).data;
    },
    staleTime: Infinity,
  });
}

/** The few documents that match a text best. */
export function foundQuery(search: string) {
  return queryOptions({
    queryKey: [...documentKeys.counts, 'found', search] as const,
    queryFn: async ({ signal }) => {
      const query = { search, limit: FOUND };
      return (await DocumentsService.listDocuments({ query, signal })).data.items;
    },
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
  ...pages,
  queryKey: documentKeys.trash,
  queryFn: async ({ pageParam: cursor, signal }) =>
    (await DocumentsService.listTrash({ query: { limit: PAGE_SIZE, cursor }, signal })).data,
});

/** The shares of all documents, page by page, the newest first. */
export function sharesQuery(state?: SharePublic['state']) {
  return infiniteQueryOptions({
    ...pages,
    queryKey: [...documentKeys.shares, { state }] as const,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { limit: PAGE_SIZE, state, cursor };
      return (await DocumentsService.listOwnShares({ query, signal })).data;
    },
  });
}

/** A small picture of a version, which never changes. */
export function thumbnailQuery(id: string, version: number) {
  return queryOptions({
    // No part of the document's data, which is loaded anew after each change.
    queryKey: ['thumbnails', id, version] as const,
    queryFn: async ({ signal }) => {
      const path = { document_id: id };
      const { data } = await DocumentsService.getThumbnail({ path, query: { version }, signal });
      return data as Blob;
    },
    staleTime: Infinity,
    retry: false,
  });
}

/** How many of the documents that answer a question have which type and which tag. */
export function facetsQuery({ sort: _, reverse: __, ...query }: ListQuery) {
  return queryOptions({
    queryKey: [...documentKeys.counts, query] as const,
    queryFn: async ({ signal }) => (await DocumentsService.getFacets({ query, signal })).data,
  });
}

/** The tags that begin with a text, the most frequent first. */
export function tagsQuery(prefix: string) {
  return queryOptions({
    queryKey: [...documentKeys.counts, 'tags', prefix] as const,
    queryFn: async ({ signal }) => {
      // The API takes no more: what is longer is no tag, and the field says so when it is entered.
      const query = { prefix: [...prefix].slice(0, 50).join(''), limit: 20 };
      const { data } = await DocumentsService.listTags({ query, signal });
      return data.items.map(({ tag }) => tag);
    },
    placeholderData: keepPreviousData,
  });
}

/**
 * The last action for all documents that match a filter. While it runs, its progress is
 * asked for each second.
 */
export const lastBatchQuery = queryOptions({
  queryKey: documentKeys.batch,
  queryFn: async ({ signal }) => {
    const { data } = await DocumentsService.listBatches({ query: { limit: 1 }, signal });
    return data.items[0] ?? null;
  },
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1000 : false),
});

/** The documents that changed last: a few, without pages. */
export const latestDocumentsQuery = queryOptions({
  queryKey: documentKeys.latest,
  queryFn: async ({ signal }) => {
    const query = { limit: LATEST, sort: 'updated' } as const;
    return (await DocumentsService.listDocuments({ query, signal })).data.items;
  },
  // Pages that change documents know only the lists.
  staleTime: 0,
});

/** The storage that is used, and the quota. */
export const usageQuery = queryOptions({
  queryKey: documentKeys.usage,
  queryFn: async ({ signal }) => (await DocumentsService.getUsage({ signal })).data,
});
