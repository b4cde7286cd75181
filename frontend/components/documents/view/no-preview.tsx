'use client';

import { Download } from 'lucide-react';
import type { ReactNode } from 'react';

import type { DocumentPublic } from '@/app/client';
import { KindIcon } from '@/components/documents/kind-icon';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { downloadDocument } from '@/lib/download';
import { handleError } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { document as texts } from '@/lib/i18n/en/document';

type Props = {
  document: DocumentPublic;
  version: number;
  mediaType: string;
  /** Files of this kind are not shown, PDF files by this browser, or this one is broken. */
  reason: 'kind' | 'pdf' | 'broken';
  /** Shown instead of a sign for the kind of the file. */
  picture?: ReactNode;
};

/** What stands in the place of a preview: why there is none, and how to see the file. */
export function NoPreview({ document, version, mediaType, reason, picture }: Props) {
  const t = useTexts(texts);
  const { download } = useTexts(common);
  const [title, text] = {
    kind: [t.noPreview, t.noPreviewText],
    pdf: [t.noPdf, t.noPdfText],
    broken: [t.broken, t.brokenText],
  }[reason];
  return (
    <div className="flex min-h-96 flex-col items-center justify-center gap-2 p-6 text-center">
      {picture || <KindIcon mediaType={mediaType} className="mb-2 size-10 text-muted" />}
      <p className="font-medium">{title}</p>
      <p className="max-w-auth text-small text-muted">{text}</p>
      <Button
        look="secondary"
        className="mt-4"
        onClick={() => void downloadDocument(document.id, version).catch(handleError)}
      >
        <Download aria-hidden />
        {download}
      </Button>
    </div>
  );
}
