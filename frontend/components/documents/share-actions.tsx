'use client';

import { Copy, Link2, Link2Off } from 'lucide-react';

import type { SharePublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { LateLink } from '@/components/ui/late-link';
import { documentPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { ownShares } from '@/lib/i18n/en/own-shares';
import { notify } from '@/lib/notify';
import { linkOf } from '@/lib/share-links';

type Props = { share: SharePublic; onRevoke: (share: SharePublic) => void };

/** Copies the link of a share as long as it is known, and revokes it. */
export function ShareActions({ share, onRevoke }: Props) {
  const t = useTexts(ownShares);
  const link = linkOf(share.id);
  const title = share.document_title;
  if (share.state === 'suspended') return null;

  async function handleCopy(url: string) {
    try {
      await navigator.clipboard.writeText(url);
      notify({ kind: 'success', text: t.linkCopied });
    } catch {
      notify({ kind: 'error', text: t.linkNotCopied(url) });
    }
  }

  return (
    <div className="flex shrink-0 justify-end gap-1">
      {link && share.state === 'active' ? (
        <Button
          look="quiet"
          size="small"
          aria-label={t.copyLinkOf(title)}
          onClick={() => void handleCopy(link)}
        >
          <Copy aria-hidden />
          <span className="hidden sm:inline">{t.copyLink}</span>
        </Button>
      ) : (
        <Button look="quiet" size="small" asChild>
          <LateLink
            href={`${documentPath(share.document_id)}#shares`}
            aria-label={t.newLinkOf(title)}
          >
            <Link2 aria-hidden />
            <span className="hidden sm:inline">{t.newLink}</span>
          </LateLink>
        </Button>
      )}
      {share.state === 'active' && (
        <Button
          look="quiet"
          size="icon"
          aria-label={t.revokeOf(title)}
          onClick={() => onRevoke(share)}
        >
          <Link2Off aria-hidden />
        </Button>
      )}
    </div>
  );
}
