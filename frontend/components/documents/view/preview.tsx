'use client';

import dynamic from 'next/dynamic';

import type { DocumentPublic } from '@/app/client';
import { ImagePreview } from '@/components/documents/view/image-preview';
import { NoPreview } from '@/components/documents/view/no-preview';
import { Skeleton } from '@/components/ui/skeleton';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { previewOf } from '@/lib/preview';
import { cn } from '@/lib/utils';

const PdfPreview = dynamic(
  () => import('@/components/documents/view/pdf-preview').then((module) => module.PdfPreview),
  { ssr: false, loading: () => <Skeleton className="h-preview" /> },
);
const TextPreview = dynamic(
  () => import('@/components/documents/view/text-preview').then((module) => module.TextPreview),
  { ssr: false },
);

// Few texts of this size need more lines than a low preview has.
const SHORT_BYTES = 400;

type Props = { document: DocumentPublic; version: number; mediaType: string };

/** Shows what is in a version, if a browser can. */
export function Preview(props: Props) {
  const t = useTexts(texts);
  const kind = previewOf(props.mediaType);
  // As high before the text is there: what stands below it must not move.
  const height = props.document.size > SHORT_BYTES ? 'h-preview' : 'h-64';
  return (
    <section
      aria-label={t.preview}
      className={cn(
        'overflow-hidden rounded-card border bg-raised',
        kind === 'text' && ['flex flex-col', height],
      )}
    >
      {content()}
    </section>
  );

  function content() {
    switch (kind) {
      case 'image':
        return <ImagePreview {...props} />;
      case 'pdf':
        return <PdfPreview {...props} />;
      case 'text':
        return <TextPreview {...props} />;
      case 'none':
        return <NoPreview {...props} reason="kind" />;
    }
  }
}
