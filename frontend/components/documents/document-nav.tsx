'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { StorageUsed } from '@/components/documents/storage-used';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

/** Leads to the documents, the trash and the shares, and says how much is stored. */
export function DocumentNav() {
  const t = useTexts(documents);
  const pathname = usePathname();
  const pages = [
    [paths.documents, t.all],
    [paths.shares, t.shares],
    [paths.trash, t.trash],
  ] as const;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b">
      <nav aria-label={t.sections} className="min-w-0 overflow-x-auto">
        <ul className="flex gap-4">
          {pages.map(([path, label]) => (
            <li key={path}>
              <Link
                href={path}
                aria-current={pathname === path ? 'page' : undefined}
                className="block whitespace-nowrap border-b-2 border-transparent py-2 text-small font-medium text-muted hover:text-text aria-[current=page]:border-primary aria-[current=page]:text-text"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <StorageUsed />
    </div>
  );
}
