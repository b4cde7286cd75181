'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import type { BatchResult } from '@/app/client';
import { notifyResults } from '@/lib/batch-notices';
import { idsWith, runBatch } from '@/lib/document-batches';
import { handleError } from '@/lib/error';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { refreshLists, removeFromLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

/**
 * Return a function that moves documents to the trash. They leave the lists at once; a
 * toast offers to bring them back. It resolves to whether they are in the trash.
 */
export function useTrashDocuments(): (ids: readonly string[]) => Promise<boolean> {
  const client = useQueryClient();
  return useCallback((ids: readonly string[]) => trash(client, ids), [client]);
}

async function trash(client: QueryClient, ids: readonly string[]): Promise<boolean> {
  const putBack = removeFromLists(client, new Set(ids));
  let results: BatchResult[];
  try {
    results = await runBatch({ action: 'trash' }, ids);
  } catch (thrown) {
    putBack();
    handleError(thrown);
    return false;
  }
  // Its page is shown no more: it asks again when one comes back to it.
  void refreshOthers(client, ids, 'none');
  // Those that were in the trash before stay there: somebody else put them there.
  const trashed = [...idsWith(results, 'done')];
  notifyResults('trash', results, {
    text: translated(documents).trashed,
    undo: () => void restore(client, trashed, putBack),
  });
  return true;
}

async function restore(
  client: QueryClient,
  ids: readonly string[],
  putBack: (only: ReadonlySet<string>) => void,
) {
  try {
    const results = await runBatch({ action: 'restore' }, ids);
    putBack(idsWith(results, 'done', 'unchanged'));
    void refreshOthers(client, ids, 'active');
    notifyResults('restore', results, { text: translated(documents).restored });
  } catch (thrown) {
    handleError(thrown);
  }
}

async function refreshOthers(
  client: QueryClient,
  ids: readonly string[],
  refetchType: 'none' | 'active',
): Promise<void> {
  for (const id of ids) {
    const queryKey = documentKeys.detail(id);
    void client.invalidateQueries({ queryKey, exact: true, refetchType });
  }
  await refreshLists(client, documentKeys.trash);
  await client.invalidateQueries({ queryKey: documentKeys.counts });
}
