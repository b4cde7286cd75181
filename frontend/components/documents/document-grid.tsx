'use client';

import type { DocumentFound } from '@/app/client';
import { DocumentChoice } from '@/components/documents/document-choice';
import { DocumentDetails } from '@/components/documents/document-details';
import type { ResultsProps } from '@/components/documents/document-table';
import { DocumentTitle } from '@/components/documents/document-title';
import { RowMenu } from '@/components/documents/row-menu';
import { Thumbnail } from '@/components/documents/thumbnail';
import { VirtualList } from '@/components/ui/virtual-list';
import { useMedia } from '@/hooks/use-media';
import { useTexts } from '@/hooks/use-texts';
import { useWindowRows } from '@/hooks/use-window-rows';
import { documents } from '@/lib/i18n/en/documents';

const HEIGHT = 216;
const SEARCH_HEIGHT = 248;
const COVERED = 112;

/** The documents as cards with large pictures. */
export function DocumentGrid(props: ResultsProps) {
  const t = useTexts(documents);
  const lanes = useLanes();
  const height = props.filters.search === '' ? HEIGHT : SEARCH_HEIGHT;
  const rows = useWindowRows<HTMLUListElement>({
    count: Math.ceil(props.items.length / lanes),
    height,
    covered: COVERED,
    onEnd: props.onEnd,
  });
  return (
    <VirtualList
      label={t.list}
      items={props.items}
      keyOf={(item) => item.id}
      isChosen={props.isChosen}
      render={renderCard}
      rows={rows}
      height={height}
      lanes={lanes}
      total={props.total}
      isMore={props.isMore}
    />
  );
}

/** Return how many cards stand beside each other. */
export function useLanes(): number {
  const isMedium = useMedia('(min-width: 768px)');
  const isWide = useMedia('(min-width: 1024px)');
  if (isWide) return 4;
  return isMedium ? 3 : 2;
}

function renderCard(item: DocumentFound) {
  return (
    <div className="h-full p-2">
      <div className="relative flex h-full flex-col gap-2 rounded-card border bg-raised p-2 hover:bg-hover group-data-[chosen]:bg-selected">
        <div className="absolute left-3 top-3 z-10 rounded-control bg-raised/90">
          <DocumentChoice document={item} />
        </div>
        <Thumbnail document={item} large />
        <div className="flex min-w-0 items-start gap-1">
          <div className="min-w-0 grow px-1 text-small">
            <DocumentTitle document={item} />
            <DocumentDetails document={item} />
          </div>
          <RowMenu document={item} />
        </div>
      </div>
    </div>
  );
}
