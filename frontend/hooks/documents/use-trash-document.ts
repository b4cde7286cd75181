'use client';

import { useRouter } from 'next/navigation';

import { useTrashDocuments } from '@/hooks/documents/use-trash-documents';

/** Return a function that moves a document to the trash and leads back to its list. */
export function useTrashDocument(id: string, listPath: string): () => Promise<void> {
  const router = useRouter();
  const trash = useTrashDocuments();
  return async () => {
    if (await trash([id])) router.push(listPath);
  };
}
