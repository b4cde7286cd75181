'use client';

import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { home } from '@/lib/i18n/en/home';
import { cn } from '@/lib/utils';

/** The end of the front page: a demo, for those who are not sure yet. */
export function Closing() {
  const t = useTexts(home);
  const words = useTexts(common);
  return (
    <section className={cn(COLUMN, SECTION, 'max-w-form text-center')}>
      <h2 className="text-title font-semibold sm:text-display">{t.closingTitle}</h2>
      <p className="mt-3 text-pretty text-muted">{t.closing}</p>
      <Button asChild size="large" look="secondary" className="mt-8">
        <Link href={paths.bookDemo}>{words.bookDemo}</Link>
      </Button>
    </section>
  );
}
