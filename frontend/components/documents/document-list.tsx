'use client';

import type { DocumentFound } from '@/app/client';
import { DocumentChoice } from '@/components/documents/document-choice';
import { DocumentDetails } from '@/components/documents/document-details';
import type { ResultsProps } from '@/components/documents/document-table';
import { DocumentTitle } from '@/components/documents/document-title';
import { RowMenu } from '@/components/documents/row-menu';
import { Thumbnail } from '@/components/documents/thumbnail';
import { Bytes } from '@/components/ui/bytes';
import { Time } from '@/components/ui/time';
import { VirtualList } from '@/components/ui/virtual-list';
import { useTexts } from '@/hooks/use-texts';
import { useWindowRows } from '@/hooks/use-window-rows';
import { documents } from '@/lib/i18n/en/documents';

const HEIGHT = 84;
const SEARCH_HEIGHT = 112;
const COVERED = 112;

/** The documents as a list, on phones. */
export function DocumentListView(props: ResultsProps) {
  const t = useTexts(documents);
  const height = props.filters.search === '' ? HEIGHT : SEARCH_HEIGHT;
  const rows = useWindowRows<HTMLUListElement>({
    count: props.items.length,
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
      render={renderItem}
      rows={rows}
      height={height}
      total={props.total}
      isMore={props.isMore}
    />
  );
}

function renderItem(item: DocumentFound) {
  return (
    <div className="flex h-full items-center gap-2 border-b pl-1 pr-1 group-data-[chosen]:bg-selected">
      <DocumentChoice document={item} />
      <Thumbnail document={item} />
      <div className="ml-1 min-w-0 grow text-small">
        <DocumentTitle document={item} />
        <DocumentDetails document={item} />
        <p className="text-caption tabular-nums text-muted">
          <Bytes value={item.size} /> · <Time at={item.created_at} as="date" />
        </p>
      </div>
      <RowMenu document={item} />
    </div>
  );
}
