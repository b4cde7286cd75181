'use client';

import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { home } from '@/lib/i18n/en/home';
import { cn } from '@/lib/utils';

/** The public front page: what this is, and where to go. */
export function Home() {
  const t = useTexts(home);
  const words = useTexts(common);
  return (
    <section className={cn(COLUMN, SECTION, 'max-w-list')}>
      <h1 className="max-w-form text-display font-semibold sm:text-hero">{t.title}</h1>
      <p className="mt-4 max-w-form text-lead text-muted">{t.lead}</p>
      <div className="mt-8 flex flex-wrap gap-3">
        <Button asChild size="large">
          <Link href={paths.signup}>{words.signUp}</Link>
        </Button>
        <Button asChild size="large" look="secondary">
          <Link href={paths.bookDemo}>{words.bookDemo}</Link>
        </Button>
      </div>
    </section>
  );
}
