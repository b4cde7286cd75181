import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { DocumentsService } from '@/app/client';
import { loadText } from '@/lib/preview';
import { documentKeys } from '@/lib/queries/documents';
import { pages } from '@/lib/queries/pages';

/**
 * A link that shows a version of a document, for some minutes. Who shows it keeps it: another
 * one would load the file again. It is no part of the document's own data for that reason.
 */
export function viewLinkQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['view-links', id, version] as const,
    queryFn: async ({ signal }) => {
      const path = { document_id: id };
      return (await DocumentsService.getViewLink({ path, query: { version }, signal })).data.url;
    },
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** The beginning of a text. A version never changes. */
export function textQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['texts', id, version] as const,
    queryFn: ({ signal }) => loadText(id, version, signal),
    staleTime: Infinity,
  });
}

/** The versions of a document, page by page, the newest first. */
export function versionsQuery(id: string) {
  return infiniteQueryOptions({
    ...pages,
    queryKey: [...documentKeys.detail(id), 'versions'] as const,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const path = { document_id: id };
      return (await DocumentsService.listVersions({ path, query: { cursor }, signal })).data;
    },
  });
}

/** The newest shares of a document. */
export function documentSharesQuery(id: string) {
  return queryOptions({
    queryKey: [...documentKeys.detail(id), 'shares'] as const,
    queryFn: async ({ signal }) => {
      const path = { document_id: id };
      return (await DocumentsService.listShares({ path, query: { limit: 100 }, signal })).data;
    },
  });
}
