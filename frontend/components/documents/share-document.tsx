'use client';

import type { SharePublic } from '@/app/client';
import { LateLink } from '@/components/ui/late-link';
import { documentPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { ownShares } from '@/lib/i18n/en/own-shares';

/** The document of a share, and what it takes to open it. */
export function ShareDocument({ share }: { share: SharePublic }) {
  const t = useTexts(ownShares);
  const isThere = share.state !== 'suspended';
  return (
    <div className="min-w-0 max-w-full">
      {isThere ? (
        <LateLink
          href={documentPath(share.document_id)}
          data-row-link
          className="block truncate font-medium hover:underline"
        >
          {share.document_title}
        </LateLink>
      ) : (
        <p className="truncate font-medium">{share.document_title}</p>
      )}
      {share.has_password && <p className="text-caption text-muted">{t.withPassword}</p>}
    </div>
  );
}
