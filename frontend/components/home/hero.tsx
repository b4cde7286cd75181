'use client';

import Link from 'next/link';

import { Picture } from '@/components/home/picture';
import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { COLUMN, SECTION } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { home } from '@/lib/i18n/en/home';
import { cn } from '@/lib/utils';

/** What the product is, in one sentence, and how to begin. */
export function Hero({ canSignUp }: { canSignUp: boolean }) {
  const t = useTexts(home);
  const words = useTexts(common);
  const link = 'text-link underline underline-offset-4 hover:no-underline';
  return (
    <section className={cn(COLUMN, SECTION, 'grid max-w-list items-center gap-12 lg:grid-cols-2')}>
      <div className="min-w-0">
        <h1 className="text-balance text-display font-semibold sm:text-hero">{t.title}</h1>
        <p className="mt-4 text-pretty text-lead text-muted">{t.lead}</p>
        <div className="mt-8 flex flex-wrap gap-3">
          {canSignUp && (
            <Button asChild size="large">
              <Link href={paths.signup}>{words.signUp}</Link>
            </Button>
          )}
          <Button asChild size="large" look={canSignUp ? 'secondary' : 'primary'}>
            <Link href={paths.bookDemo}>{words.bookDemo}</Link>
          </Button>
        </div>
        <p className="mt-6 flex flex-wrap gap-x-4 gap-y-1 text-small text-muted">
          <span>
            {t.hasAccount}{' '}
            <Link href={paths.login} className={link}>
              {words.logIn}
            </Link>
          </span>
          <Link href={paths.forgotPassword} className={link}>
            {t.forgotPassword}
          </Link>
        </p>
      </div>
      <Picture />
    </section>
  );
}
