'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Part } from '@/components/documents/view/part';
import { VersionRow } from '@/components/documents/view/version-row';
import { Button } from '@/components/ui/button';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { versionsQuery } from '@/lib/queries/document';

const NewVersionDialog = dynamic(
  () => import('@/components/documents/view/new-version-dialog').then((m) => m.NewVersionDialog),
  { ssr: false },
);

type Props = {
  document: DocumentPublic;
  /** The version that the page shows. */
  shown: number;
  onShow: (version: number | undefined) => void;
};

/** All versions of a document, the newest first, and how they differ in size. */
export function Versions({ document, shown, onShow }: Props) {
  const t = useTexts(texts);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    versionsQuery(document.id),
  );
  const [isAdding, setAdding] = useState(false);
  const versions = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part
      title={t.versions}
      action={
        <Button look="secondary" size="small" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {t.newVersion}
        </Button>
      }
    >
      {error && !data && <LoadProblem thrown={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton className="h-16" />}
      <ol className="flex flex-col gap-4">
        {versions.map((version, index) => (
          <VersionRow
            key={version.number}
            document={document}
            version={version}
            before={versions[index + 1]}
            isShown={version.number === shown}
            onShow={() => onShow(version.is_current ? undefined : version.number)}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button
          look="secondary"
          size="small"
          className="self-start"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t.moreVersions}
        </Button>
      )}
      {isAdding && <NewVersionDialog documentId={document.id} onClose={() => setAdding(false)} />}
    </Part>
  );
}
