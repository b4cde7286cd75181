'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';

import { ADMIN_PAGES } from '@/components/layout/admin-navigation';
import { useTexts } from '@/hooks/use-texts';
import { admin } from '@/lib/i18n/en/admin';

/** The pages of the administration on phones, where they have no row above. */
export function PageList() {
  const t = useTexts(admin);
  return (
    <nav aria-label={t.navigation} className="sm:hidden">
      <ul className="divide-y overflow-hidden rounded-card border bg-raised">
        {ADMIN_PAGES.map(([path, name]) => (
          <li key={path}>
            <Link
              href={path}
              className="flex min-h-12 items-center justify-between px-4 font-medium -outline-offset-2 hover:bg-hover"
            >
              {t[name]}
              <ChevronRight aria-hidden className="size-4 text-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
