'use client';

import type { DocumentPublic } from '@/app/client';
import { KindIcon } from '@/components/documents/kind-icon';
import { useThumbnail } from '@/hooks/documents/use-thumbnail';
import { cn } from '@/lib/utils';

/** A small picture of a document, or of the kind of its file. */
export function Thumbnail(props: { document: DocumentPublic; large?: boolean }) {
  const url = useThumbnail(props.document);
  return (
    <div
      className={cn(
        'flex shrink-0 items-center justify-center overflow-hidden rounded-control bg-hover text-muted',
        props.large ? 'h-32 w-full' : 'size-10',
      )}
    >
      {url ? (
        // A blob: the optimizer of Next could not read it.
        // eslint-disable-next-line @next/next/no-img-element
        <img src={url} alt="" className="size-full object-cover object-top" />
      ) : (
        <KindIcon
          mediaType={props.document.media_type}
          className={props.large ? 'size-8' : 'size-5'}
        />
      )}
    </div>
  );
}
