'use client';

import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';

import type { DocumentPublic } from '@/app/client';
import { Empty } from '@/components/ui/empty';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { apiUrl } from '@/config/api';
import { useTexts } from '@/hooks/use-texts';
import { viewer } from '@/lib/i18n/en/viewer';
import { previewOf } from '@/lib/preview';
import { textQuery, viewLinkQuery } from '@/lib/queries/document';

/** Shows a file in its page, if the browser can: a picture, a PDF or a text. */
export function Preview({ document }: { document: DocumentPublic }) {
  const t = useTexts(viewer);
  const kind = previewOf(document.media_type);
  if (kind === 'text') return <Text document={document} />;
  if (kind === 'image' || (kind === 'pdf' && navigator.pdfViewerEnabled)) {
    return <Linked document={document} isImage={kind === 'image'} />;
  }
  return <Empty icon={FileText} title={t.none} text={t.noneText} />;
}

function Linked({ document, isImage }: { document: DocumentPublic; isImage: boolean }) {
  const t = useTexts(viewer);
  const { data, error, refetch } = useQuery(viewLinkQuery(document.id, document.version));
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96" />;
  const url = apiUrl(data);
  if (isImage) {
    return (
      // eslint-disable-next-line @next/next/no-img-element -- it is a file of the user
      <img src={url} alt={document.title} className="mx-auto max-w-full rounded-card border" />
    );
  }
  return (
    <iframe
      src={url}
      title={t.pdf(document.title)}
      className="h-screen w-full rounded-card border"
    />
  );
}

function Text({ document }: { document: DocumentPublic }) {
  const t = useTexts(viewer);
  const { data, error, refetch } = useQuery(textQuery(document.id, document.version));
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96" />;
  return (
    <>
      <pre
        // Long lines scroll, by keys too.
        tabIndex={0}
        className="overflow-x-auto rounded-card border bg-raised p-4 font-mono text-small"
      >
        {data.text}
      </pre>
      {data.isCut && <p className="text-small text-muted">{t.cut}</p>}
    </>
  );
}
