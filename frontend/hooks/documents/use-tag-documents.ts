'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { runBatch, tagsAfter } from '@/lib/document-batches';
import { changeInLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

type Change = { ids: readonly string[]; add: string[]; remove: string[] };

/** Add tags to documents and take others away. The lists show it at once. */
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
    onError: (_, __, before) =>
      changeInLists(client, (item) => {
        const tags = before?.get(item.id);
        return tags ? { ...item, tags } : item;
      }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: documentKeys.counts }),
        client.invalidateQueries({ queryKey: documentKeys.details }),
      ]),
  });
}
