'use client';

import { useCallback, useMemo } from 'react';

import type { SharePublic } from '@/app/client';
import { ShareActions } from '@/components/documents/share-actions';
import { ShareDocument } from '@/components/documents/share-document';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { VirtualList } from '@/components/ui/virtual-list';
import { type Column, VirtualTable } from '@/components/ui/virtual-table';
import { useMedia } from '@/hooks/use-media';
import { useTexts } from '@/hooks/use-texts';
import { useWindowRows } from '@/hooks/use-window-rows';
import { ownShares } from '@/lib/i18n/en/own-shares';

type Props = {
  items: readonly SharePublic[];
  isMore: boolean;
  onEnd: () => void;
  onRevoke: (share: SharePublic) => void;
};

const TABLE_ROW = 64;
const LIST_ROW = 108;
const keyOf = (item: SharePublic) => item.id;

/** The shares: a table, on phones a list. */
export function ShareRows(props: Props) {
  const isDesk = useMedia('(min-width: 640px)');
  return isDesk ? <ShareTable {...props} /> : <ShareList {...props} />;
}

function ShareTable({ items, isMore, onEnd, onRevoke }: Props) {
  const t = useTexts(ownShares);
  const rows = useWindowRows<HTMLTableSectionElement>({
    count: items.length,
    height: TABLE_ROW,
    onEnd,
  });
  const columns = useMemo(
    (): Column<SharePublic>[] => [
      { id: 'document', head: t.columnDocument, cell: (item) => <ShareDocument share={item} /> },
      {
        id: 'state',
        head: t.columnState,
        cell: (item) => <State share={item} />,
        className: 'w-32',
      },
      {
        id: 'expires',
        head: t.columnExpires,
        cell: (item) => <Time at={item.expires_at} />,
        className: 'hidden w-44 tabular-nums text-muted md:table-cell',
      },
      {
        id: 'downloads',
        head: t.columnDownloads,
        cell: (item) => <Downloads share={item} />,
        className: 'hidden w-28 tabular-nums text-muted lg:table-cell',
      },
      {
        id: 'actions',
        head: <span className="sr-only">{t.columnActions}</span>,
        cell: (item) => <ShareActions share={item} onRevoke={onRevoke} />,
        className: 'w-56 pr-2',
      },
    ],
    [onRevoke, t],
  );
  return (
    <VirtualTable
      label={t.list}
      columns={columns}
      items={items}
      keyOf={keyOf}
      rows={rows}
      height={TABLE_ROW}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}

function ShareList({ items, isMore, onEnd, onRevoke }: Props) {
  const t = useTexts(ownShares);
  const rows = useWindowRows<HTMLUListElement>({ count: items.length, height: LIST_ROW, onEnd });
  const render = useCallback(
    (item: SharePublic) => (
      <div className="flex h-full items-center gap-2 border-b px-3">
        <div className="flex min-w-0 grow flex-col items-start gap-1 text-small">
          <ShareDocument share={item} />
          <p className="truncate text-caption tabular-nums text-muted">
            {t.expires} <Time at={item.expires_at} as="date" /> · <Downloads share={item} inWords />
          </p>
          <State share={item} />
        </div>
        <ShareActions share={item} onRevoke={onRevoke} />
      </div>
    ),
    [onRevoke, t],
  );
  return (
    <VirtualList
      label={t.list}
      items={items}
      keyOf={keyOf}
      render={render}
      rows={rows}
      height={LIST_ROW}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}

function State({ share }: { share: SharePublic }) {
  const t = useTexts(ownShares);
  return (
    <Badge look={share.state === 'active' ? 'success' : 'neutral'}>{t.states[share.state]}</Badge>
  );
}

function Downloads({ share, inWords }: { share: SharePublic; inWords?: boolean }) {
  const t = useTexts(ownShares);
  const { downloads, max_downloads: most } = share;
  const text = most === null ? t.downloads(downloads) : t.downloadsOf(downloads, most);
  return <>{inWords ? t.downloadsText(text) : text}</>;
}
