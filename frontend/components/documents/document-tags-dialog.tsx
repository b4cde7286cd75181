'use client';

import type { DocumentFound } from '@/app/client';
import { TagsDialog } from '@/components/documents/tags-dialog';
import { useTagDocuments } from '@/hooks/documents/use-tag-documents';

/** The tags of one document. */
export function DocumentTagsDialog(props: { document: DocumentFound; onClose: () => void }) {
  const { mutateAsync } = useTagDocuments();
  return (
    <TagsDialog
      document={props.document}
      count={1}
      onSave={async (change) => void (await mutateAsync({ ids: [props.document.id], ...change }))}
      onClose={props.onClose}
    />
  );
}
