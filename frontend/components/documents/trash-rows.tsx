'use client';

import { useCallback, useMemo } from 'react';

import type { DocumentPublic } from '@/app/client';
import { ChooseAll } from '@/components/documents/choose-all';
import { DocumentChoice } from '@/components/documents/document-choice';
import { Thumbnail } from '@/components/documents/thumbnail';
import { TrashActions } from '@/components/documents/trash-actions';
import { Bytes } from '@/components/ui/bytes';
import { TableOrList } from '@/components/ui/table-or-list';
import { Time } from '@/components/ui/time';
import type { Column } from '@/components/ui/virtual-table';
import { useTexts } from '@/hooks/use-texts';
import { trash } from '@/lib/i18n/en/trash';

type Props = {
  items: readonly DocumentPublic[];
  isMore: boolean;
  onEnd: () => void;
  isChosen: (document: DocumentPublic) => boolean;
  onPurge: (id: string) => void;
};

const HEIGHTS = { row: 64, item: 84 };

/** The documents of the trash: a table, on phones a list. */
export function TrashRows({ items, isMore, onEnd, isChosen, onPurge }: Props) {
  const t = useTexts(trash);
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
    <TableOrList
      label={t.list}
      items={items}
      columns={columns}
      render={render}
      isChosen={isChosen}
      heights={HEIGHTS}
      isMore={isMore}
      onEnd={onEnd}
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
