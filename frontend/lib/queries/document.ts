import { queryOptions } from '@tanstack/react-query';

import { DocumentsService } from '@/app/client';
import { loadText } from '@/lib/preview';

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
