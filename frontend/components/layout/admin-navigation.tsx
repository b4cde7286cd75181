'use client';

import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { isBelow, paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { admin } from '@/lib/i18n/en/admin';

/** The pages of the administration in order, with the keys of their names. */
export const ADMIN_PAGES = [
  [paths.adminUsers, 'users'],
  [paths.adminInvitations, 'invitations'],
  [paths.adminBookings, 'bookings'],
  [paths.adminAvailability, 'availability'],
  [paths.adminLog, 'log'],
  [paths.adminOutbox, 'outbox'],
  [paths.adminService, 'service'],
] as const;

/**
 * The way between the pages of the administration: a row above each of them. On phones the
 * first page has the list, and the others lead back to it.
 */
export function AdminNavigation() {
  const t = useTexts(admin);
  const pathname = usePathname();
  const pages = [[paths.admin, 'overview'] as const, ...ADMIN_PAGES];
  return (
    <>
      {/* The page of one thing leads back to the list it came from. */}
      {![paths.admin, paths.adminUser, paths.adminBooking].some((path) => path === pathname) && (
        <Link
          href={paths.admin}
          className="-mb-2 -ml-1 flex min-h-6 items-center gap-1 self-start rounded-control text-small text-muted hover:text-text sm:hidden"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {t.title}
        </Link>
      )}
      <nav aria-label={t.navigation} className="border-b max-sm:hidden print:hidden">
        <ul className="-mb-px flex flex-wrap gap-x-1">
          {pages.map(([path, name]) => (
            <li key={path}>
              <Link
                href={path}
                aria-current={isHere(path) ? 'page' : undefined}
                className="block rounded-t-control border-b-2 border-transparent px-3 py-2 text-small font-medium text-muted hover:text-text aria-[current=page]:border-primary aria-[current=page]:text-text"
              >
                {t[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );

  function isHere(path: string): boolean {
    return path === paths.admin ? pathname === path : isBelow(pathname, path);
  }
}
