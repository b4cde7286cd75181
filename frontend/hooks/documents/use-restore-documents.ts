'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { notifyResults } from '@/lib/batch-notices';
import { runBatch } from '@/lib/document-batches';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { refreshLists, removeFromLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/**
 * Bring documents back out of the trash. They leave its list at once; a toast says how many
 * came back.
 */
export function useRestoreDocuments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => runBatch({ action: 'restore' }, ids),
    onMutate: (ids) => removeFromLists(client, new Set(ids), documentKeys.trash),
    onError: (_, __, putBack) => putBack?.(),
    onSuccess: (results) => {
      notifyResults('restore', results, { text: translated(documents).restored });
      return Promise.all([
        refreshLists(client),
        client.invalidateQueries({ queryKey: documentKeys.counts }),
      ]);
    },
  });
}
