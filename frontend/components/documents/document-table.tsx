'use client';

import { useMemo } from 'react';

import type { DocumentFound } from '@/app/client';
import { ChooseAll } from '@/components/documents/choose-all';
import { DocumentChoice } from '@/components/documents/document-choice';
import { DocumentDetails } from '@/components/documents/document-details';
import { DocumentTags } from '@/components/documents/document-tags';
import { DocumentTitle } from '@/components/documents/document-title';
import { RowMenu } from '@/components/documents/row-menu';
import { SortButton } from '@/components/documents/sort-button';
import { Thumbnail } from '@/components/documents/thumbnail';
import { Bytes } from '@/components/ui/bytes';
import { Time } from '@/components/ui/time';
import { type Column, VirtualTable } from '@/components/ui/virtual-table';
import { useTexts } from '@/hooks/use-texts';
import { useWindowRows } from '@/hooks/use-window-rows';
import type { DocumentFilters } from '@/lib/document-filters';
import { directionOf, type SortColumn, sortBy } from '@/lib/document-sort';
import { documents } from '@/lib/i18n/en/documents';

export type ResultsProps = {
  items: readonly DocumentFound[];
  total: number | undefined;
  isMore: boolean;
  onEnd: () => void;
  isChosen: (document: DocumentFound) => boolean;
  filters: DocumentFilters;
  onSort: (change: Pick<DocumentFilters, 'sort' | 'reverse'>) => void;
};

const HEIGHT = 64;
const SEARCH_HEIGHT = 88;
// The header of the app, the bar of the list and the head of the table.
const COVERED = 152;

/** The documents as a table, on windows with room for one. */
export function DocumentTable(props: ResultsProps) {
  const t = useTexts(documents);
  const { filters, onSort } = props;
  const isSearch = filters.search !== '';
  const height = isSearch ? SEARCH_HEIGHT : HEIGHT;
  const rows = useWindowRows<HTMLTableSectionElement>({
    count: props.items.length,
    height,
    covered: COVERED,
    onEnd: props.onEnd,
  });

  const columns = useMemo((): Column<DocumentFound>[] => {
    const isByChange = filters.sort === 'updated';
    function sortable(column: SortColumn, label: string) {
      // A search has its own order.
      if (isSearch) return { head: label };
      const direction = directionOf(column, filters);
      const head = (
        <SortButton direction={direction} onClick={() => onSort(sortBy(column, filters))}>
          {label}
        </SortButton>
      );
      return { head, sort: direction };
    }
    return [
      {
        id: 'choice',
        head: <ChooseAll />,
        cell: (item) => <DocumentChoice document={item} />,
        className: 'w-12 pl-3 pr-0',
      },
      {
        id: 'title',
        ...sortable('title', t.columnTitle),
        cell: (item) => (
          <div className="flex min-w-0 items-center gap-3">
            <Thumbnail document={item} />
            <div className="min-w-0 grow">
              <DocumentTitle document={item} />
              <DocumentDetails document={item} />
            </div>
          </div>
        ),
      },
      {
        id: 'tags',
        head: t.columnTags,
        cell: (item) => <DocumentTags tags={item.tags} />,
        className: 'hidden w-52 lg:table-cell',
      },
      {
        id: 'size',
        ...sortable('size', t.columnSize),
        cell: (item) => <Bytes value={item.size} />,
        className: 'hidden w-28 tabular-nums text-muted md:table-cell',
      },
      {
        id: 'time',
        ...sortable('time', isByChange ? t.columnChanged : t.columnAdded),
        cell: (item) => <Time at={isByChange ? item.updated_at : item.created_at} as="date" />,
        className: 'w-32 tabular-nums text-muted',
      },
      {
        id: 'menu',
        head: <span className="sr-only">{t.columnMenu}</span>,
        cell: (item) => <RowMenu document={item} />,
        className: 'w-14 px-2',
      },
    ];
  }, [filters, isSearch, onSort, t]);

  return (
    <VirtualTable
      label={t.list}
      columns={columns}
      items={props.items}
      keyOf={(item) => item.id}
      isChosen={props.isChosen}
      rows={rows}
      height={height}
      total={props.total}
      isMore={props.isMore}
    />
  );
}
