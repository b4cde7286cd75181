'use client';

import dynamic from 'next/dynamic';

import type { DocumentPublic } from '@/app/client';
import { ImagePreview } from '@/components/documents/view/image-preview';
import { NoPreview } from '@/components/documents/view/no-preview';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { previewOf } from '@/lib/preview';

const PdfPreview = dynamic(
  () => import('@/components/documents/view/pdf-preview').then((module) => module.PdfPreview),
  { ssr: false },
);
const TextPreview = dynamic(
  () => import('@/components/documents/view/text-preview').then((module) => module.TextPreview),
  { ssr: false },
);

type Props = { document: DocumentPublic; version: number; mediaType: string };

/** Shows what is in a version, if a browser can. */
export function Preview(props: Props) {
  const t = useTexts(texts);
  return (
    <section aria-label={t.preview} className="overflow-hidden rounded-card border bg-raised">
      {content()}
    </section>
  );

  function content() {
    switch (previewOf(props.mediaType)) {
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
