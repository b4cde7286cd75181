'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type DocumentPublic, DocumentsService } from '@/app/client';
import { handleError } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { patchDocument } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

type Restore = { document: DocumentPublic; number: number };

/** Make a version the current one again, unless somebody changed the document meanwhile. */
export function useRestoreVersion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ document: { id, etag }, number }: Restore) => {
      const path = { document_id: id, number };
      const headers = { 'if-match': etag };
      return (await DocumentsService.restoreVersion({ path, headers })).data;
    },
    onSuccess: (document, { number }) => {
      patchDocument(client, document);
      notify({ kind: 'success', text: translated(texts).restored(number) });
    },
    onError: handleError,
    onSettled: (_, __, { document }) =>
      client.invalidateQueries({ queryKey: documentKeys.detail(document.id) }),
  });
}
