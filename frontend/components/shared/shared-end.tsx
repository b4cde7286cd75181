'use client';

import { Link2Off } from 'lucide-react';

import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { shared } from '@/lib/i18n/en/shared';

/**
 * A link that does not work. The API does not say why: whoever guesses links must not learn
 * which ones there were.
 */
export function SharedEnd() {
  const t = useTexts(shared);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.endTitle} />
      <div className="rounded-card border bg-raised">
        <Empty
          icon={Link2Off}
          title={t.endReasons}
          text={
            <>
              {t.endText} {t.endAsk}
            </>
          }
        />
      </div>
    </div>
  );
}
