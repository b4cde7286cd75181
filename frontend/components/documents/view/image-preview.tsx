'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { NoPreview } from '@/components/documents/view/no-preview';
import { OpenOriginal } from '@/components/documents/view/open-original';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { apiUrl } from '@/config/api';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { viewLinkQuery } from '@/lib/queries/document';

type Props = { document: DocumentPublic; version: number; mediaType: string };

/** A picture, as large as fits. */
export function ImagePreview({ document, version, mediaType }: Props) {
  const t = useTexts(texts);
  const { data: link, error, refetch } = useQuery(viewLinkQuery(document.id, version));
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (state === 'broken') {
    return (
      <NoPreview document={document} version={version} mediaType={mediaType} reason="broken" />
    );
  }
  return (
    <>
      <div className="flex min-h-64 items-center justify-center bg-hover">
        {state === 'loading' && <Skeleton className="h-preview grow" />}
        {link && (
          // The file comes from the API: Next has no part in it.
          // eslint-disable-next-line @next/next/no-img-element
          <img
            src={apiUrl(link)}
            alt={t.previewOf(document.title)}
            hidden={state === 'loading'}
            onLoad={() => setState('shown')}
            onError={() => setState('broken')}
            className="max-h-preview max-w-full object-contain"
          />
        )}
      </div>
      <OpenOriginal documentId={document.id} version={version} />
    </>
  );
}
