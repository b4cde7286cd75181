'use client';

import Link from 'next/link';

import { Logo } from '@/components/layout/logo';
import { apiUrl } from '@/config/api';
import { paths } from '@/config/paths';
import { COLUMN } from '@/constants/ui';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { home } from '@/lib/i18n/en/home';
import { cn } from '@/lib/utils';

/** Where else one can go. `docsPath` is that of GET config: null if the documentation is off. */
export function Footer({ docsPath }: { docsPath: string | null | undefined }) {
  const t = useTexts(home);
  const words = useTexts(common);
  const link = 'inline-block py-1 text-muted hover:text-text';
  return (
    <footer className="border-t">
      <div className={cn(COLUMN, 'flex max-w-list flex-wrap items-center gap-x-8 gap-y-4 py-8')}>
        <div className="mr-auto">
          <Logo />
        </div>
        <nav aria-label={t.footer}>
          <ul className="flex flex-wrap gap-x-6 gap-y-1 text-small">
            <li>
              <Link href={paths.login} className={link}>
                {words.logIn}
              </Link>
            </li>
            <li>
              <Link href={paths.bookDemo} className={link}>
                {words.bookDemo}
              </Link>
            </li>
            {docsPath && (
              <li>
                <a href={apiUrl(docsPath)} className={link}>
                  {t.apiDocs}
                </a>
              </li>
            )}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
