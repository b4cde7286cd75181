'use client';

import { Download, Link2, Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { downloadDocument } from '@/lib/download';
import { handleError } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { document as texts } from '@/lib/i18n/en/document';

const loadForm = () =>
  import('@/components/documents/view/title-form').then((module) => module.TitleForm);
const TitleForm = dynamic(loadForm, { ssr: false });

type Props = {
  document: DocumentPublic;
  /** The version that is shown and saved. */
  version: number;
  onShare: () => void;
  onTrash: () => void;
};

/** The title, which can be changed in its place, and what one does with the document. */
export function DocumentHeading({ document, version, onShare, onTrash }: Props) {
  const t = useTexts(texts);
  const { download } = useTexts(common);
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <div>
        <h1 className="sr-only">{document.title}</h1>
        <TitleForm document={document} onDone={() => setEditing(false)} />
      </div>
    );
  }
  return (
    <PageHeading
      title={document.title}
      action={
        <div className="flex flex-wrap gap-2">
          <Button
            look="quiet"
            size="icon"
            aria-label={t.editTitle}
            onPointerEnter={() => void loadForm()}
            onFocus={() => void loadForm()}
            onClick={() => setEditing(true)}
          >
            <Pencil aria-hidden />
          </Button>
          <Button look="quiet" size="icon" aria-label={t.moveToTrash} onClick={onTrash}>
            <Trash2 aria-hidden />
          </Button>
          <Button look="secondary" onClick={onShare}>
            <Link2 aria-hidden />
            {t.share}
          </Button>
          <Button onClick={() => void downloadDocument(document.id, version).catch(handleError)}>
            <Download aria-hidden />
            {download}
          </Button>
        </div>
      }
    />
  );
}
