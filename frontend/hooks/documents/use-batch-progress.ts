'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { type BatchPublic, DocumentsService } from '@/app/client';
import { useStartBatch } from '@/hooks/documents/use-start-batch';
import { handleError } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { refreshLists } from '@/lib/queries/document-lists';
import { documentKeys, lastBatchQuery } from '@/lib/queries/documents';

/**
 * Return the action for all that match which runs now, if one does, and what stops it. When
 * it ends, the lists are loaded anew and a toast says what it did.
 */
export function useBatchProgress() {
  const client = useQueryClient();
  const { mutateAsync: start } = useStartBatch();
  const { data: batch } = useQuery(lastBatchQuery);
  const running = useRef<string>(undefined);

  useEffect(() => {
    if (!batch) return;
    if (batch.state === 'running') running.current = batch.id;
    else if (running.current === batch.id) {
      running.current = undefined;
      void refreshLists(client);
      void refreshLists(client, documentKeys.trash);
      void client.invalidateQueries({ queryKey: documentKeys.counts });
      void client.invalidateQueries({ queryKey: documentKeys.usage });
      announce(batch);
    }

    function announce({ state, action, changed, created_at, finished_at }: BatchPublic) {
      const t = translated(documents);
      if (state === 'failed') return notify({ kind: 'error', text: t.batchFailed });
      notify({
        kind: 'success',
        text: t.batchDone[action](changed),
        action:
          action === 'trash' && changed > 0
            ? { label: translated(common).undo, onClick: () => undo(created_at, finished_at) }
            : undefined,
      });
    }

    // Not what somebody moved to the trash later. The end of a period does not belong to it.
    function undo(since: string, until: string | null) {
      const end = until && new Date(Date.parse(until) + 1).toISOString();
      const filter = { deleted_from: since, deleted_to: end };
      start({ action: { action: 'restore' }, filter }).catch(handleError);
    }
  }, [batch, client, start]);

  async function cancel(id: string): Promise<void> {
    try {
      const { data } = await DocumentsService.cancelBatch({ path: { batch_id: id } });
      client.setQueryData(documentKeys.batch, data);
    } catch (thrown) {
      handleError(thrown);
    }
  }

  return { batch: batch?.state === 'running' ? batch : undefined, cancel };
}
