'use client';

import { useCallback, useMemo } from 'react';

import type { DocumentPublic } from '@/app/client';
import { ChooseAll } from '@/components/documents/choose-all';
import { DocumentChoice } from '@/components/documents/document-choice';
import { Thumbnail } from '@/components/documents/thumbnail';
import { TrashActions } from '@/components/documents/trash-actions';
import { Bytes } from '@/components/ui/bytes';
import { Time } from '@/components/ui/time';
import { VirtualList } from '@/components/ui/virtual-list';
import { type Column, VirtualTable } from '@/components/ui/virtual-table';
import { useMedia } from '@/hooks/use-media';
import { useTexts } from '@/hooks/use-texts';
import { useWindowRows } from '@/hooks/use-window-rows';
import { trash } from '@/lib/i18n/en/trash';

type Props = {
  items: readonly DocumentPublic[];
  isMore: boolean;
  onEnd: () => void;
  isChosen: (document: DocumentPublic) => boolean;
  onPurge: (id: string) => void;
};

const TABLE_ROW = 64;
const LIST_ROW = 84;
const keyOf = (item: DocumentPublic) => item.id;

/** The documents of the trash: a table, on phones a list. */
export function TrashRows(props: Props) {
  const isDesk = useMedia('(min-width: 640px)');
  return isDesk ? <TrashTable {...props} /> : <TrashList {...props} />;
}

function TrashTable({ items, isMore, onEnd, isChosen, onPurge }: Props) {
  const t = useTexts(trash);
  const rows = useWindowRows<HTMLTableSectionElement>({
    count: items.length,
    height: TABLE_ROW,
    onEnd,
  });
  const columns = useMemo(
    (): Column<DocumentPublic>[] => [
      {
        id: 'choice',
        head: <ChooseAll />,
        cell: (item) => <DocumentChoice document={item} />,
        className: 'w-12 pl-3 pr-0',
      },
      {
        id: 'title',
        head: t.columnTitle,
        cell: (item) => (
          <div className="flex min-w-0 items-center gap-3">
            <Thumbnail document={item} />
            <Title document={item} />
          </div>
        ),
      },
      {
        id: 'size',
        head: t.columnSize,
        cell: (item) => <Bytes value={item.size} />,
        className: 'hidden w-28 tabular-nums text-muted md:table-cell',
      },
      {
        id: 'deleted',
        head: t.columnDeleted,
        cell: (item) => <Time at={item.deleted_at ?? item.updated_at} as="date" />,
        className: 'w-32 tabular-nums text-muted',
      },
      {
        id: 'actions',
        head: <span className="sr-only">{t.columnActions}</span>,
        cell: (item) => <TrashActions document={item} onPurge={onPurge} />,
        className: 'w-44 pr-2',
      },
    ],
    [onPurge, t],
  );
  return (
    <VirtualTable
      label={t.list}
      columns={columns}
      items={items}
      keyOf={keyOf}
      isChosen={isChosen}
      rows={rows}
      height={TABLE_ROW}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}

function TrashList({ items, isMore, onEnd, isChosen, onPurge }: Props) {
  const t = useTexts(trash);
  const rows = useWindowRows<HTMLUListElement>({ count: items.length, height: LIST_ROW, onEnd });
  const render = useCallback(
    (item: DocumentPublic) => (
      <div className="flex h-full items-center gap-2 border-b px-1 group-data-[chosen]:bg-selected">
        <DocumentChoice document={item} />
        <div className="min-w-0 grow text-small">
          <Title document={item} />
          <p className="text-caption tabular-nums text-muted">
            {t.columnDeleted} <Time at={item.deleted_at ?? item.updated_at} as="date" />
          </p>
        </div>
        <TrashActions document={item} onPurge={onPurge} />
      </div>
    ),
    [onPurge, t],
  );
  return (
    <VirtualList
      label={t.list}
      items={items}
      keyOf={keyOf}
      isChosen={isChosen}
      render={render}
      rows={rows}
      height={LIST_ROW}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}

function Title({ document }: { document: DocumentPublic }) {
  return (
    <div className="min-w-0">
      <p className="truncate font-medium">{document.title}</p>
      <p className="truncate text-caption text-muted">{document.name}</p>
    </div>
  );
}
