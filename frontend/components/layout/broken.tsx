'use client';

import { Button } from '@/components/ui/button';
import { PageHeading } from '@/components/ui/page-heading';
import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

/** What a page shows whose code failed. */
export function Broken({ onRetry }: { onRetry: () => void }) {
  const t = useTexts(common);
  return (
    <main className={cn(COLUMN, SECTION, 'max-w-form')}>
      <PageHeading title={t.brokenTitle} text={t.brokenText} />
      <Button className="mt-6" onClick={onRetry}>
        {t.retry}
      </Button>
    </main>
  );
}
