'use client';

import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import { SettingsNavigation } from '@/components/settings/settings-navigation';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { settings } from '@/lib/i18n/en/settings';

/** The page around all settings. On phones the first one has the list, the others lead back. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const t = useTexts(settings);
  const isFirst = usePathname() === paths.settings;
  return (
    <div className="flex flex-col gap-6 lg:flex-row lg:gap-12">
      <SettingsNavigation as="column" className="w-56 shrink-0 max-lg:hidden print:hidden" />
      {!isFirst && (
        <Link
          href={paths.settings}
          className="-ml-1 flex min-h-6 items-center gap-1 self-start rounded-control text-small text-muted hover:text-text lg:hidden print:hidden"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {t.back}
        </Link>
      )}
      <div className="flex min-w-0 max-w-form grow flex-col gap-8">{children}</div>
    </div>
  );
}
