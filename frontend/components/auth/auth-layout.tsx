'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';

import { Logo } from '@/components/layout/logo';
import { Leaving } from '@/components/layout/leaving';
import { Preferences } from '@/components/layout/preferences';
import { paths } from '@/config/paths';
import { COLUMN, SECTION } from '@/constants/ui';
import { useGuestGuard } from '@/hooks/use-guest-guard';
import { cn } from '@/lib/utils';

/** The page around every form of authentication: the logo above, one card in the middle. */
export function AuthLayout({ children }: { children: ReactNode }) {
  const isLeaving = useGuestGuard();
  return (
    <div className="flex min-h-dvh flex-col bg-sunken">
      <header className={cn(COLUMN, 'flex max-w-list items-center justify-between py-4')}>
        <Link href={paths.home} className="rounded-control">
          <Logo />
        </Link>
        <Preferences />
      </header>
      <main id="content" className={cn(COLUMN, SECTION, 'max-w-auth grow sm:px-0')}>
        {isLeaving ? <Leaving /> : children}
      </main>
    </div>
  );
}
