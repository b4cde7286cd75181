'use client';

import type { SharePublic } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Time } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { ownShares } from '@/lib/i18n/en/own-shares';
import { linkOf } from '@/lib/share-links';

/** One link: how long it works, how often it was used, and how to end it. */
export function ShareRow({ share, onRevoke }: { share: SharePublic; onRevoke: () => void }) {
  const t = useTexts(texts);
  const { states } = useTexts(ownShares);
  const link = linkOf(share.id);
  const { downloads, max_downloads: most } = share;
  const isActive = share.state === 'active';
  return (
    <li className="flex flex-col gap-1.5 text-small">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">
          {t.expiresAt} <Time at={share.expires_at} />
        </span>
        {!isActive && <Badge>{states[share.state]}</Badge>}
      </p>
      <p className="tabular-nums text-muted">
        {most === null ? t.downloads(downloads) : t.downloadsOf(downloads, most)}
        {share.has_password && <> · {t.withPassword}</>}
      </p>
      {isActive && (
        <div className="mt-1 flex flex-wrap gap-2">
          {link && <CopyButton text={link} label={t.copyLink} />}
          <Button look="secondary" size="small" onClick={onRevoke}>
            {t.revoke}
          </Button>
        </div>
      )}
    </li>
  );
}
