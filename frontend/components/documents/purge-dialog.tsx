'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { usePurgeDocuments } from '@/hooks/documents/use-purge-documents';
import { useTexts } from '@/hooks/use-texts';
import { notifyResults } from '@/lib/batch-notices';
import { trash } from '@/lib/i18n/en/trash';
import { notify } from '@/lib/notify';

type Props = {
  /** The documents; undefined for all that are in the trash. */
  ids: readonly string[] | undefined;
  onDone: () => void;
  onClose: () => void;
};

/** Asks before documents are deleted for good. */
export function PurgeDialog({ ids, onDone, onClose }: Props) {
  const t = useTexts(trash);
  const { mutateAsync } = usePurgeDocuments();

  async function handleConfirm() {
    const results = await mutateAsync(ids);
    if (results) notifyResults('purge', results, { text: t.purged });
    else notify({ kind: 'success', text: t.emptied });
    onDone();
  }

  return (
    <ConfirmDialog
      danger
      title={ids ? t.purgeConfirm(ids.length) : t.emptyConfirm}
      text={ids ? t.purgeConfirmText : t.emptyConfirmText}
      action={ids ? t.purge : t.emptyTrash}
      onConfirm={handleConfirm}
      onClose={onClose}
    />
  );
}
