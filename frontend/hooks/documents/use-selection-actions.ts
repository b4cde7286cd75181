'use client';

import { useQuery } from '@tanstack/react-query';

import { useStartBatch } from '@/hooks/documents/use-start-batch';
import { useTagDocuments } from '@/hooks/documents/use-tag-documents';
import type { Action } from '@/lib/document-batches';
import type { ListQuery } from '@/lib/document-filters';
import { downloadZip } from '@/lib/download';
import { handleError } from '@/lib/error';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { configQuery } from '@/lib/queries/account';
import { facetsQuery } from '@/lib/queries/documents';
import { chosenOf, countChosen, type Selection } from '@/lib/selection';

type Options = {
  selection: Selection;
  query: ListQuery;
  total: number | undefined;
  /** All that match; undefined if the list has not loaded them all. */
  matches: readonly { id: string }[] | undefined;
};

/**
 * What one can do with a selection. Chosen documents are named to the API; for a rule, "all
 * that match", the API starts a job. A ZIP needs names for a rule, too.
 */
export function useSelectionActions({ selection, query, total, matches }: Options) {
  const { data: config } = useQuery(configQuery);
  // A search does not count what it finds.
  const isUncounted = selection.isRule && total === undefined;
  const { data: facets } = useQuery({ ...facetsQuery(query), enabled: isUncounted });
  const { mutateAsync: start } = useStartBatch();
  const { mutateAsync: tag } = useTagDocuments();

  const count = countChosen(selection, total ?? facets?.total ?? 0);
  const ids = [...selection.ids];

  async function startJob(action: Action): Promise<void> {
    const { search, tag: tags, type, created_from, created_to } = query;
    const filter = { search, tags, type, created_from, created_to };
    const batch = await start({ action, filter, except: ids });
    const { batchLimit } = translated(documents);
    if (batch.total < count) notify({ kind: 'info', text: batchLimit(batch.total) });
  }

  async function saveTags(change: { add: string[]; remove: string[] }): Promise<void> {
    if (!selection.isRule) return void (await tag({ ids, ...change }));
    await startJob({ action: 'tag', add_tags: change.add, remove_tags: change.remove });
  }

  function zip(): void {
    const most = config?.files.zip_max_documents ?? 0;
    const wanted = selection.isRule ? matches && chosenOf(selection, matches) : ids;
    if (!wanted || wanted.length > most) {
      notify({ kind: 'error', text: translated(documents).zipLimit(most) });
    } else {
      downloadZip(wanted).catch(handleError);
    }
  }

  return { count, ids, zip, saveTags, trashAll: () => startJob({ action: 'trash' }) };
}
