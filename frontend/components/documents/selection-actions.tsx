'use client';

import { Archive, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { DocumentFound } from '@/app/client';
import { SelectionBar } from '@/components/documents/selection-bar';
import { TagsDialog } from '@/components/documents/tags-dialog';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useSelectionContext } from '@/contexts/selection-context';
import { useSelectionActions } from '@/hooks/documents/use-selection-actions';
import { useTrashDocuments } from '@/hooks/documents/use-trash-documents';
import { useTexts } from '@/hooks/use-texts';
import type { ListQuery } from '@/lib/document-filters';
import { documents } from '@/lib/i18n/en/documents';

type Props = {
  query: ListQuery;
  total: number | undefined;
  /** All that match; undefined if the list has not loaded them all. */
  matches: readonly DocumentFound[] | undefined;
};

/** The bar of the selection, and the dialogs that it opens. */
export function SelectionActions(props: Props) {
  const t = useTexts(documents);
  const { selection, onChooseAll } = useSelectionContext();
  const { count, ids, zip, saveTags, trashAll } = useSelectionActions({
    selection,
    ...props,
  });
  const [dialog, setDialog] = useState<'tags' | 'trash'>();
  const trash = useTrashDocuments();
  const close = () => setDialog(undefined);
  const clear = () => onChooseAll(false);

  function handleTrash() {
    // What is not in sight is only moved if somebody says so once more.
    if (selection.isRule) return setDialog('trash');
    clear();
    void trash(ids);
  }

  return (
    <>
      <SelectionBar
        count={count}
        isAll={selection.isRule && ids.length === 0}
        actions={[
          [t.zip, Archive, zip],
          [t.editTags, Tag, () => setDialog('tags')],
          [t.moveToTrash, Trash2, handleTrash],
        ]}
        onClear={clear}
      />
      {dialog === 'tags' && <TagsDialog count={count} onSave={saveTags} onClose={close} />}
      {dialog === 'trash' && (
        <ConfirmDialog
          danger
          title={t.trashAllTitle(count)}
          text={t.trashAllText}
          action={t.moveToTrash}
          onConfirm={async () => {
            await trashAll();
            clear();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
