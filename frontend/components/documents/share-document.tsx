'use client';

import Link from 'next/link';

import type { SharePublic } from '@/app/client';
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
        <Link
          href={documentPath(share.document_id)}
          prefetch={false}
          data-row-link
          className="block truncate font-medium hover:underline"
        >
          {share.document_title}
        </Link>
      ) : (
        <p className="truncate font-medium">{share.document_title}</p>
      )}
      {share.has_password && <p className="text-caption text-muted">{t.withPassword}</p>}
    </div>
  );
}
