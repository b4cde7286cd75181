'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import { AccountMenu } from '@/components/layout/account-menu';
import { Commands } from '@/components/layout/commands';
import { Logo } from '@/components/layout/logo';
import { SkipLink } from '@/components/layout/skip-link';
import { isBelow, paths } from '@/config/paths';
import { COLUMN } from '@/constants/ui';
import { useUserOrNone } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

/** The page around everything that needs a login: navigation, content, and what is below it. */
export function AppShell({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-sunken">
      <SkipLink />
      <header className="sticky top-0 z-30 border-b bg-raised print:hidden">
        <div className={cn(COLUMN, 'flex h-14 max-w-list items-center gap-2 sm:gap-6')}>
          <Link href={paths.dashboard} className="rounded-control max-sm:sr-only">
            <Logo />
          </Link>
          <Navigation />
          <div className="ml-auto flex items-center gap-1">
            <Commands />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="content" className={cn(COLUMN, 'max-w-list grow py-8')}>
        {children}
      </main>
      {below}
    </div>
  );
}

function Navigation() {
  const t = useTexts(common);
  const pathname = usePathname();
  const user = useUserOrNone();
  const pages = [
    [paths.dashboard, t.dashboard],
    [paths.documents, t.documents],
    ...(user?.is_admin ? [[paths.admin, t.admin] as const] : []),
  ] as const;
  return (
    <nav aria-label={t.mainNavigation} className="min-w-0 overflow-x-auto">
      <ul className="flex gap-1">
        {pages.map(([path, label]) => (
          // A phone has room for two; the menu of the account has the third.
          <li key={path} className={cn(path === paths.admin && 'max-sm:hidden')}>
            <Link
              href={path}
              aria-current={isBelow(pathname, path) ? 'page' : undefined}
              className="block whitespace-nowrap rounded-control px-2 py-2 text-small font-medium text-muted hover:bg-hover aria-[current=page]:text-text sm:px-3"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
