'use client';

import { useQuery } from '@tanstack/react-query';

import type { DocumentPublic } from '@/app/client';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { document as texts } from '@/lib/i18n/en/document';
import { TEXT_BYTES } from '@/lib/preview';
import { textQuery } from '@/lib/queries/document';

type Props = { document: DocumentPublic; version: number };

/** The beginning of a text, letter for letter: nothing in it is taken as HTML. */
export function TextPreview({ document, version }: Props) {
  const t = useTexts(texts);
  const { locale } = useHabits();
  const { data, error, refetch } = useQuery(textQuery(document.id, version));
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="grow" />;
  return (
    <>
      {data.isCut && (
        <p className="border-b px-5 py-3 text-small text-muted">
          {t.cutText(formatBytes(TEXT_BYTES, locale))}
        </p>
      )}
      <pre
        // The keyboard scrolls it.
        tabIndex={0}
        role="region"
        aria-label={t.previewOf(document.title)}
        className="min-h-0 grow overflow-auto whitespace-pre-wrap break-words p-5 font-mono text-small -outline-offset-2"
      >
        {data.text}
      </pre>
    </>
  );
}
