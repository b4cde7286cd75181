'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { replaceAddress, type useDocumentAddress } from '@/hooks/documents/use-document-address';
import type { useNeighbours } from '@/hooks/documents/use-neighbours';
import { bindShortcuts } from '@/lib/shortcuts';

type Options = {
  neighbours: ReturnType<typeof useNeighbours>;
  address: ReturnType<typeof useDocumentAddress>;
  onTrash: () => Promise<void>;
};

/** The shortcuts of the page of a document. */
export function useDocumentShortcuts({ neighbours, address, onTrash }: Options): void {
  const router = useRouter();
  useEffect(() => {
    const go = (to: { id: string } | undefined) => {
      if (!to) return false;
      replaceAddress(address.pathOf(to.id));
    };
    return bindShortcuts({
      previousDocument: () => go(neighbours.previous),
      nextDocument: () => go(neighbours.next),
      trashDocument: ({ repeat }) => {
        // One key, one call: the page stays until the API answers.
        if (!repeat) void onTrash();
      },
      leaveDocument: () => router.push(address.listPath),
    });
  }, [neighbours, address, onTrash, router]);
}
