'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { runBatch } from '@/lib/document-batches';
import { refreshLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/** Bring documents back out of the trash. */
export function useRestoreDocuments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => runBatch({ action: 'restore' }, ids),
    onSuccess: () =>
      Promise.all([
        refreshLists(client, documentKeys.trash),
        refreshLists(client),
        client.invalidateQueries({ queryKey: documentKeys.counts }),
      ]),
  });
}
