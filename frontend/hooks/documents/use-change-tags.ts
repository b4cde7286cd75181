'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { type DocumentPublic, DocumentsService } from '@/app/client';
import { toProblem } from '@/lib/error';
import { patchDocument } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';
import { changeOf, mergeTags } from '@/lib/tags';

type Change = { document: DocumentPublic; tags: string[] };

/** `isMerged`: somebody else changed the tags meanwhile, and both changes are kept. */
type Changed = { document: DocumentPublic; isMerged: boolean };

const KEY = ['tags'];

/** Give a document other tags. It shows them at once. */
export function useChangeTags() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: KEY,
    // One after the other: each needs the etag of the one before.
    scope: { id: 'tags' },
    mutationFn: async ({ document, tags }: Change): Promise<Changed> => {
      const now = client.getQueryData<DocumentPublic>(documentKeys.detail(document.id));
      return change({ ...document, etag: now?.etag ?? document.etag }, tags);
    },
    onMutate: ({ document, tags }) => patchDocument(client, { ...document, tags }),
    onSuccess: ({ document }) => {
      const shown = client.getQueryData<DocumentPublic>(documentKeys.detail(document.id));
      // The next change waits, and its tags are shown already.
      const isLast = client.isMutating({ mutationKey: KEY }) <= 1;
      patchDocument(client, isLast || !shown ? document : { ...document, tags: shown.tags });
      void client.invalidateQueries({ queryKey: documentKeys.counts });
    },
    onError: (_, { document }) => {
      patchDocument(client, document);
      void client.invalidateQueries({ queryKey: documentKeys.detail(document.id), exact: true });
    },
  });
}

async function change(document: DocumentPublic, tags: string[]): Promise<Changed> {
  try {
    return { document: await save(document, tags), isMerged: false };
  } catch (thrown) {
    if (toProblem(thrown).code !== 'document_changed') throw thrown;
    const { data: theirs } = await DocumentsService.getDocument({
      path: { document_id: document.id },
    });
    const merged = mergeTags(theirs.tags, changeOf(document.tags, tags));
    const isMerged = changeOf(document.tags, theirs.tags).length > 0;
    return { document: await save(theirs, merged), isMerged };
  }
}

async function save({ id, etag }: DocumentPublic, tags: string[]): Promise<DocumentPublic> {
  const { data } = await DocumentsService.updateDocument({
    path: { document_id: id },
    headers: { 'if-match': etag },
    body: { tags },
  });
  return data;
}
