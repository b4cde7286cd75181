'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { SharePublic } from '@/app/client';
import { Part } from '@/components/documents/view/part';
import { ShareRow } from '@/components/documents/view/share-row';
import { Button } from '@/components/ui/button';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { SHARES_ANCHOR } from '@/hooks/documents/use-shares-anchor';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { documentSharesQuery } from '@/lib/queries/document';

const RevokeDialog = dynamic(
  () => import('@/components/documents/revoke-dialog').then((module) => module.RevokeDialog),
  { ssr: false },
);

/** The links by which others can read a document. */
export function Shares({ documentId, onShare }: { documentId: string; onShare: () => void }) {
  const t = useTexts(texts);
  const { data, error, refetch } = useQuery(documentSharesQuery(documentId));
  const [revoking, setRevoking] = useState<SharePublic>();
  const active = data?.items.filter(({ state }) => state === 'active') ?? [];
  const ended = data?.items.filter(({ state }) => state !== 'active') ?? [];
  return (
    <Part
      title={t.shares}
      id={SHARES_ANCHOR}
      action={
        <Button look="secondary" size="small" onClick={onShare}>
          <Plus aria-hidden />
          {t.newShare}
        </Button>
      }
    >
      {error && !data && <LoadProblem thrown={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton className="h-12" />}
      {data && active.length === 0 && <p className="text-small text-muted">{t.noShares}</p>}
      <ShareList shares={active} onRevoke={setRevoking} />
      {ended.length > 0 && (
        <details className="text-small text-muted">
          <summary className="min-h-6 cursor-pointer rounded-control">
            {t.endedShares(ended.length)}
          </summary>
          <div className="mt-3">
            <ShareList shares={ended} onRevoke={setRevoking} />
          </div>
        </details>
      )}
      {revoking && <RevokeDialog share={revoking} onClose={() => setRevoking(undefined)} />}
    </Part>
  );
}

function ShareList(props: {
  shares: readonly SharePublic[];
  onRevoke: (share: SharePublic) => void;
}) {
  if (props.shares.length === 0) return null;
  return (
    <ul className="flex flex-col gap-4">
      {props.shares.map((share) => (
        <ShareRow key={share.id} share={share} onRevoke={() => props.onRevoke(share)} />
      ))}
    </ul>
  );
}
