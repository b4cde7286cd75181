'use client';

import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Details } from '@/components/documents/view/details';
import { DocumentHeading } from '@/components/documents/view/document-heading';
import { DocumentNeighbours } from '@/components/documents/view/document-neighbours';
import { Preview } from '@/components/documents/view/preview';
import { Shares } from '@/components/documents/view/shares';
import { TagsEditor } from '@/components/documents/view/tags-editor';
import { VersionNotice } from '@/components/documents/view/version-notice';
import { Versions } from '@/components/documents/view/versions';
import { Skeleton } from '@/components/ui/skeleton';
import { useDocumentAddress } from '@/hooks/documents/use-document-address';
import { useDocumentShortcuts } from '@/hooks/documents/use-document-shortcuts';
import { useMediaType } from '@/hooks/documents/use-media-type';
import { useNeighbours } from '@/hooks/documents/use-neighbours';
import { useSharesAnchor } from '@/hooks/documents/use-shares-anchor';
import { useTrashDocument } from '@/hooks/documents/use-trash-document';
import { useHabits } from '@/hooks/use-habits';
import { readFilters, toQuery } from '@/lib/document-filters';

const ShareDialog = dynamic(
  () => import('@/components/documents/view/share-dialog').then((m) => m.ShareDialog),
  { ssr: false },
);

/** One document: what is in it, what it is called, its versions, and who may see it. */
export function DocumentView({ document }: { document: DocumentPublic }) {
  const { timeZone } = useHabits();
  const address = useDocumentAddress();
  const neighbours = useNeighbours(document.id, toQuery(readFilters(address.list), timeZone));
  const trash = useTrashDocument(document.id, address.listPath);
  const [isSharing, setSharing] = useState(false);
  const share = useCallback(() => setSharing(true), []);
  useSharesAnchor(share);
  useDocumentShortcuts({ neighbours, address, onTrash: trash });

  const version = address.version ?? document.version;
  const mediaType = useMediaType(document, version);
  return (
    <div className="flex flex-col gap-6">
      <DocumentNeighbours title={document.title} neighbours={neighbours} address={address} />
      <DocumentHeading
        key={document.id}
        document={document}
        version={version}
        onShare={share}
        onTrash={() => void trash()}
      />
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-4 lg:col-span-2">
          {version !== document.version && (
            <VersionNotice
              document={document}
              version={version}
              isThere={mediaType !== null}
              onShowCurrent={() => address.showVersion(undefined)}
            />
          )}
          {mediaType === undefined && <Skeleton className="h-preview" />}
          {mediaType && (
            <Preview
              key={`${document.id} ${version}`}
              document={document}
              version={version}
              mediaType={mediaType}
            />
          )}
        </div>
        <div className="flex min-w-0 flex-col divide-y rounded-card border bg-raised">
          <TagsEditor key={document.id} document={document} />
          <Details document={document} />
          <Shares documentId={document.id} onShare={share} />
          <Versions document={document} shown={version} onShow={address.showVersion} />
        </div>
      </div>
      {isSharing && <ShareDialog document={document} onClose={() => setSharing(false)} />}
    </div>
  );
}
