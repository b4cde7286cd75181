'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type DocumentPublic, DocumentsService } from '@/app/client';
import { toProblem } from '@/lib/error';
import { documentKeys } from '@/lib/queries/documents';
import { patchDocument } from '@/lib/queries/document-lists';

type Rename = { document: DocumentPublic; title: string };

/** `hasConflict`: somebody else changed the title meanwhile; `document` has theirs. */
type Renamed = { document: DocumentPublic; hasConflict: boolean };

/**
 * Give a document another title. The lists show it at once and are not loaded again. If
 * somebody was faster, their title stays, and the caller says so.
 */
export function useRenameDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: rename,
    onMutate: async ({ document, title }: Rename) => {
      await client.cancelQueries({ queryKey: documentKeys.detail(document.id) });
      patchDocument(client, { ...document, title });
    },
    onSuccess: ({ document }) => patchDocument(client, document),
    onError: (_, { document }) => patchDocument(client, document),
  });
}

async function rename({ document, title }: Rename): Promise<Renamed> {
  try {
    return { document: await update(document, title), hasConflict: false };
  } catch (thrown) {
    if (toProblem(thrown).code !== 'document_changed') throw thrown;
    const path = { document_id: document.id };
    const { data: theirs } = await DocumentsService.getDocument({ path });
    // Their change may be of the tags only, or the very same title.
    if (theirs.title === title) return { document: theirs, hasConflict: false };
    if (theirs.title !== document.title) return { document: theirs, hasConflict: true };
    return { document: await update(theirs, title), hasConflict: false };
  }
}

async function update({ id, etag }: DocumentPublic, title: string): Promise<DocumentPublic> {
  const { data } = await DocumentsService.updateDocument({
    path: { document_id: id },
    headers: { 'if-match': etag },
    body: { title },
  });
  return data;
}
