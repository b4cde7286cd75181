'use client';

import { useState } from 'react';

import type { DocumentPublic, ShareCreated } from '@/app/client';
import { ShareForm } from '@/components/documents/view/share-form';
import { ShareLink } from '@/components/documents/view/share-link';
import { Dialog } from '@/components/ui/dialog';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

type Props = { document: DocumentPublic; onClose: () => void };

/** Makes a link to a document, and shows it: the API tells it only now. */
export function ShareDialog({ document, onClose }: Props) {
  const t = useTexts(texts);
  const [made, setMade] = useState<ShareCreated>();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      firm={made !== undefined}
      title={made ? t.readyTitle : t.newShare}
      text={made ? t.readyText : t.newShareText}
    >
      {made ? (
        <ShareLink share={made} onClose={onClose} />
      ) : (
        <ShareForm document={document} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}
