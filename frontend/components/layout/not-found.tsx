'use client';

import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { PageHeading } from '@/components/ui/page-heading';
import { paths } from '@/config/paths';
import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

/** What an address shows that leads nowhere. */
export function NotFound() {
  const t = useTexts(common);
  return (
    <div className={cn(COLUMN, SECTION, 'max-w-form')}>
      <PageHeading title={t.notFoundTitle} text={t.notFoundText} />
      <Button asChild className="mt-6">
        <Link href={paths.home}>{t.toStart}</Link>
      </Button>
    </div>
  );
}
