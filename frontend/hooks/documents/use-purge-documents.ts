'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { DocumentsService } from '@/app/client';
import { endUndo } from '@/lib/batch-notices';
import { runBatch } from '@/lib/document-batches';
import { refreshLists, removeFromLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/**
 * Delete documents of the trash for good; undefined: all of them. Return what became of
 * named ones.
 */
export function usePurgeDocuments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[] | undefined) => {
      if (ids) return runBatch({ action: 'purge' }, ids);
      // Each call deletes some hundreds.
      while (!(await DocumentsService.emptyTrash()).data.is_empty);
      return undefined;
    },
    onSuccess: (_, ids) => {
      endUndo(ids);
      if (ids) removeFromLists(client, new Set(ids), documentKeys.trash);
    },
    onSettled: (_, error, ids) =>
      Promise.all([
        (error ?? !ids) && refreshLists(client, documentKeys.trash),
        client.invalidateQueries({ queryKey: documentKeys.usage }),
      ]),
  });
}
