'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { runBatch } from '@/lib/document-batches';
import { refreshLists, removeFromLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/** Bring documents back out of the trash. They leave its list at once. */
export function useRestoreDocuments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => runBatch({ action: 'restore' }, ids),
    onMutate: (ids) => removeFromLists(client, new Set(ids), documentKeys.trash),
    onError: (_, __, putBack) => putBack?.(),
    onSuccess: () =>
      Promise.all([
        refreshLists(client),
        client.invalidateQueries({ queryKey: documentKeys.counts }),
      ]),
  });
}
