'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { DocumentsService, type SharePublic } from '@/app/client';
import { changeInLists, refreshLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/** Revoke a share: whoever has its link cannot use it any more. */
export function useRevokeShare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, document_id }: SharePublic) =>
      (await DocumentsService.revokeShare({ path: { document_id, share_id: id } })).data,
    onSuccess: (_, { document_id, state }) =>
      changeInLists(client, (item) => {
        const isCounted = item.id === document_id && state === 'active';
        return isCounted ? { ...item, active_shares: item.active_shares - 1 } : item;
      }),
    onSettled: (_, __, { document_id }) =>
      Promise.all([
        refreshLists(client, documentKeys.shares),
        client.invalidateQueries({ queryKey: documentKeys.detail(document_id) }),
      ]),
  });
}
