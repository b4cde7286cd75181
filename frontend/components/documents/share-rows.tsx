'use client';

import { useCallback, useMemo } from 'react';

import type { SharePublic } from '@/app/client';
import { ShareActions } from '@/components/documents/share-actions';
import { ShareDocument } from '@/components/documents/share-document';
import { Badge } from '@/components/ui/badge';
import { TableOrList } from '@/components/ui/table-or-list';
import { Time } from '@/components/ui/time';
import type { Column } from '@/components/ui/virtual-table';
import { useTexts } from '@/hooks/use-texts';
import { ownShares } from '@/lib/i18n/en/own-shares';

type Props = {
  items: readonly SharePublic[];
  isMore: boolean;
  onEnd: () => void;
  onRevoke: (share: SharePublic) => void;
};

const HEIGHTS = { row: 64, item: 108 };

/** The shares: a table, on phones a list. */
export function ShareRows({ items, isMore, onEnd, onRevoke }: Props) {
  const t = useTexts(ownShares);
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
    <TableOrList
      label={t.list}
      items={items}
      columns={columns}
      render={render}
      heights={HEIGHTS}
      isMore={isMore}
      onEnd={onEnd}
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
