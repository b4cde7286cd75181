'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type BatchFilterRequest, DocumentsService } from '@/app/client';
import type { Action } from '@/lib/document-batches';
import { documentKeys } from '@/lib/queries/documents';

type Start = {
  action: Action;
  /** All that match this, */
  filter: BatchFilterRequest;
  /** but these. */
  except?: string[];
};

/** Start an action for all documents that match; BatchProgress shows how far it is. */
export function useStartBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ action, filter, except: except_ids }: Start) =>
      (await DocumentsService.startBatch({ body: { ...action, filter, except_ids } })).data,
    onSuccess: (batch) => client.setQueryData(documentKeys.batch, batch),
  });
}
