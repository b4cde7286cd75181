'use client';

import { useQueryClient } from '@tanstack/react-query';

import { DocumentsService, type ShareCreated, type ShareRequest } from '@/app/client';
import { changeInLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';
import { documentSharesQuery } from '@/lib/queries/document';
import { rememberLink } from '@/lib/share-links';

/** Return a function that makes a link to a document. `key` is its Idempotency-Key. */
export function useShareDocument(id: string) {
  const client = useQueryClient();
  return async (body: ShareRequest, key: string): Promise<ShareCreated> => {
    const path = { document_id: id };
    const headers = { 'idempotency-key': key };
    const { data } = await DocumentsService.createShare({ path, headers, body });
    rememberLink(data);
    changeInLists(client, (item) =>
      item.id === id ? { ...item, active_shares: item.active_shares + 1 } : item,
    );
    void client.invalidateQueries({ queryKey: documentKeys.shares });
    void client.invalidateQueries({ queryKey: documentSharesQuery(id).queryKey });
    return data;
  };
}
