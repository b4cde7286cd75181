'use client';

import { Trash2, Undo2 } from 'lucide-react';

import type { DocumentPublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { useSelectionContext } from '@/contexts/selection-context';
import { useRestoreDocuments } from '@/hooks/documents/use-restore-documents';
import { useTexts } from '@/hooks/use-texts';
import { handleError } from '@/lib/error';
import { focusNeighbour } from '@/lib/focus';
import { trash } from '@/lib/i18n/en/trash';

type Props = { document: DocumentPublic; onPurge: (id: string) => void };

/** Brings a document back, or deletes it for good. */
export function TrashActions({ document, onPurge }: Props) {
  const t = useTexts(trash);
  const { onForget } = useSelectionContext();
  const { mutateAsync } = useRestoreDocuments();

  async function handleRestore(button: Element) {
    focusNeighbour(button);
    onForget(document.id);
    try {
      await mutateAsync([document.id]);
    } catch (thrown) {
      handleError(thrown);
    }
  }

  return (
    <div className="flex shrink-0 justify-end gap-1">
      <Button
        look="quiet"
        size="small"
        aria-label={t.restoreOf(document.title)}
        onClick={(event) => void handleRestore(event.currentTarget)}
      >
        <Undo2 aria-hidden />
        <span className="hidden sm:inline">{t.restore}</span>
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label={t.purgeOf(document.title)}
        onClick={() => onPurge(document.id)}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
