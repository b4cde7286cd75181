'use client';

import { Trash2, Undo2 } from 'lucide-react';

import { SelectionBar } from '@/components/documents/selection-bar';
import { useSelectionContext } from '@/contexts/selection-context';
import { useRestoreDocuments } from '@/hooks/documents/use-restore-documents';
import { useStartBatch } from '@/hooks/documents/use-start-batch';
import { useTexts } from '@/hooks/use-texts';
import { handleError } from '@/lib/error';
import { focusHeading } from '@/lib/focus';
import { trash } from '@/lib/i18n/en/trash';

type Props = {
  loaded: number;
  isMore: boolean;
  /** Asks whether these documents are to be deleted for good; undefined: all. */
  onPurge: (ids: readonly string[] | undefined) => void;
};

/** How much is in the trash, or what one can do with what is chosen of it. */
export function TrashBar({ loaded, isMore, onPurge }: Props) {
  const t = useTexts(trash);
  const { selection, onChooseAll } = useSelectionContext();
  const { mutateAsync: restore } = useRestoreDocuments();
  const { mutateAsync: start } = useStartBatch();
  const { isRule } = selection;
  const ids = [...selection.ids];

  async function handleRestore() {
    onChooseAll(false);
    focusHeading();
    try {
      if (isRule)
        return void (await start({ action: { action: 'restore' }, filter: {}, except: ids }));
      await restore(ids);
    } catch (thrown) {
      handleError(thrown);
    }
  }

  const isPurgeable = !isRule || ids.length === 0;
  return (
    <div className="sticky top-14 z-20 flex h-14 items-center rounded-t-card border-b bg-raised px-3">
      {isRule || ids.length > 0 ? (
        <SelectionBar
          count={isRule ? undefined : ids.length}
          isAll={isRule}
          actions={[
            [t.restore, Undo2, () => void handleRestore()],
            ...(isPurgeable
              ? [[t.purge, Trash2, () => onPurge(isRule ? undefined : ids)] as const]
              : []),
          ]}
          onClear={() => onChooseAll(false)}
        />
      ) : (
        <p role="status" className="truncate text-small tabular-nums text-muted">
          {t.loaded(loaded, isMore)}
        </p>
      )}
    </div>
  );
}
