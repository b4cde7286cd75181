'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { DocumentsService } from '@/app/client';
import { isPresent } from '@/lib/utils';
import { addToLists, patchDocument, refreshLists } from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';
import type { Upload } from '@/lib/uploads/types';
import { uploads } from '@/lib/uploads/uploads';

// Uploads that end within this time are one change, in milliseconds.
const TOGETHER = 500;
// Of more documents at once, the lists are loaded anew instead.
const ONE_BY_ONE = 10;

/** Shows new documents and versions in the data of all pages, once their uploads are done. */
export function useFreshDocuments(): void {
  const client = useQueryClient();
  useEffect(() => {
    let done: Upload[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = uploads.onEvent(({ kind, upload }) => {
      if (kind !== 'done') return;
      done.push(upload);
      timer ??= setTimeout(() => {
        void show(client, done);
        done = [];
        timer = undefined;
      }, TOGETHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
}

async function show(client: QueryClient, done: readonly Upload[]): Promise<void> {
  const versions = done.filter(({ target }) => target);
  const added = done.filter(({ target }) => !target);
  void client.invalidateQueries({ queryKey: documentKeys.usage });
  void client.invalidateQueries({ queryKey: documentKeys.counts });
  void client.invalidateQueries({ queryKey: documentKeys.latest });
  for (const document of await load(versions)) {
    patchDocument(client, document);
    void client.invalidateQueries({ queryKey: documentKeys.detail(document.id) });
  }
  if (added.length > ONE_BY_ONE) await refreshLists(client);
  else if (added.length > 0) await addToLists(client, await load(added));
}

// One that cannot be loaded now appears with the next visit of its list.
async function load(uploads: readonly Upload[]) {
  const ids = uploads.map(({ documentId }) => documentId).filter(isPresent);
  const loads = ids.map((id) =>
    DocumentsService.getDocument({ path: { document_id: id } }).then(
      ({ data }) => data,
      () => undefined,
    ),
  );
  return (await Promise.all(loads)).filter(isPresent);
}
