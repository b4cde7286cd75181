'use client';

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';

import { notifyResults } from '@/lib/batch-notices';
import { idsWith, runBatch, tagsAfter } from '@/lib/document-batches';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { changeInLists, removeFromLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

type Change = { ids: readonly string[]; add: string[]; remove: string[] };

/**
 * Add tags to documents and take others away. The lists show it at once; a toast says which
 * documents the API left out.
 */
export function useTagDocuments() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, add, remove }: Change) =>
      runBatch({ action: 'tag', add_tags: add, remove_tags: remove }, ids),
    onMutate: ({ ids, add, remove }: Change) => {
      const before = new Map<string, string[]>();
      const meant = new Set(ids);
      changeInLists(client, (item) => {
        if (!meant.has(item.id)) return item;
        before.set(item.id, item.tags);
        const action = { action: 'tag', add_tags: add, remove_tags: remove } as const;
        return { ...item, tags: tagsAfter(item.tags, action) };
      });
      return before;
    },
    onSuccess: (results, _, before) => {
      const refused = idsWith(results, 'too_many_tags');
      // They were trashed or deleted elsewhere.
      const gone = idsWith(results, 'not_found');
      rollBack(client, before, refused);
      removeFromLists(client, gone);
      if (refused.size + gone.size === 0) return;
      notifyResults('tag', results, { text: translated(documents).batchDone.tag });
    },
    onError: (_, { ids }, before) => before && rollBack(client, before, new Set(ids)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: documentKeys.counts }),
        client.invalidateQueries({ queryKey: documentKeys.details }),
      ]),
  });
}

function rollBack(
  client: QueryClient,
  before: ReadonlyMap<string, string[]>,
  ids: ReadonlySet<string>,
): void {
  changeInLists(client, (item) => {
    const tags = ids.has(item.id) ? before.get(item.id) : undefined;
    return tags ? { ...item, tags } : item;
  });
}
