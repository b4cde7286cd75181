'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';

import { Logo } from '@/components/layout/logo';
import { Preferences } from '@/components/layout/preferences';
import { SkipLink } from '@/components/layout/skip-link';
import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { COLUMN } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { useToken } from '@/hooks/use-token';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

/** The page around what everybody may see. */
export function PublicShell({ children }: { children: ReactNode }) {
  const t = useTexts(common);
  const isLoggedIn = useToken() !== undefined;
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className={cn(COLUMN, 'flex max-w-list items-center gap-2 py-4')}>
        <Link href={paths.home} className="mr-auto rounded-control">
          <Logo />
        </Link>
        <Preferences />
        <Button asChild look="quiet" size="small">
          <Link href={isLoggedIn ? paths.dashboard : paths.login}>
            {isLoggedIn ? t.dashboard : t.logIn}
          </Link>
        </Button>
      </header>
      <main id="content" className="grow">
        {children}
      </main>
    </div>
  );
}
