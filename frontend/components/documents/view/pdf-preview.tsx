'use client';

import { useQuery } from '@tanstack/react-query';

import type { DocumentPublic } from '@/app/client';
import { NoPreview } from '@/components/documents/view/no-preview';
import { OpenOriginal } from '@/components/documents/view/open-original';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { apiUrl } from '@/config/api';
import { useThumbnail } from '@/hooks/documents/use-thumbnail';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { viewLinkQuery } from '@/lib/queries/document';

type Props = { document: DocumentPublic; version: number };

/** A PDF in the viewer of the browser; without one, its first page. */
export function PdfPreview(props: Props) {
  return navigator.pdfViewerEnabled ? <Viewer {...props} /> : <NoViewer {...props} />;
}

function Viewer({ document, version }: Props) {
  const t = useTexts(texts);
  const { data: link, error, refetch } = useQuery(viewLinkQuery(document.id, version));
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  return (
    <>
      {link ? (
        // No sandbox: not every viewer starts in one. The reply itself forbids scripts.
        <iframe
          src={apiUrl(link)}
          title={t.previewOf(document.title)}
          className="block h-preview w-full"
        />
      ) : (
        <Skeleton className="h-preview" />
      )}
      {/* Phones show one page in a frame. */}
      <OpenOriginal documentId={document.id} version={version} />
    </>
  );
}

function NoViewer({ document, version }: Props) {
  return (
    <NoPreview
      document={document}
      version={version}
      mediaType={document.media_type}
      reason="pdf"
      // There are pictures of current versions only.
      picture={document.version === version && <FirstPage document={document} />}
    />
  );
}

function FirstPage({ document }: { document: DocumentPublic }) {
  const t = useTexts(texts);
  const url = useThumbnail(document);
  if (!url) return null;
  return (
    // A blob: Next could not make it smaller.
    // eslint-disable-next-line @next/next/no-img-element
    <img
      src={url}
      alt={t.previewOf(document.title)}
      className="mb-2 max-h-64 rounded-control border"
    />
  );
}
