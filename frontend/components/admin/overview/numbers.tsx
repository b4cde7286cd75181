'use client';

import Link from 'next/link';

import type { AdminOverview } from '@/app/client';
import { Time } from '@/components/ui/time';
import { paths } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes, formatNumber } from '@/lib/format';
import { admin } from '@/lib/i18n/en/admin';

type Tile = { name: string; value: string; detail?: string; path: string };

/** The numbers of the service, each with the way to its page. */
export function Numbers({ overview }: { overview: AdminOverview }) {
  const t = useTexts(admin);
  const { locale } = useHabits();
  const number = (value: number) => formatNumber(value, locale);
  const { accounts } = overview;
  const tiles: Tile[] = [
    {
      name: t.upcomingDemos,
      value: number(overview.upcoming_bookings),
      path: `${paths.adminBookings}?view=list&status=confirmed`,
    },
    {
      name: t.pendingEmails,
      value: number(overview.pending_emails),
      path: `${paths.adminOutbox}?status=pending`,
    },
  ];
  if (accounts) {
    tiles.unshift(
      {
        name: t.accounts,
        value: number(accounts.accounts),
        detail: t.active(number(accounts.active_last_day), number(accounts.active_last_week)),
        path: paths.adminUsers,
      },
      {
        name: t.storage,
        value: formatBytes(accounts.used_bytes, locale),
        detail: t.files(accounts.files, number(accounts.files)),
        path: `${paths.adminUsers}?sort=storage`,
      },
    );
    tiles.push(
      {
        name: t.unverified,
        value: number(accounts.unverified),
        path: `${paths.adminUsers}?state=unverified`,
      },
      {
        name: t.disabled,
        value: number(accounts.disabled),
        path: `${paths.adminUsers}?state=disabled`,
      },
    );
  }
  return (
    <section aria-label={t.numbers}>
      <h2 className="mb-3 text-lead font-semibold">{t.numbers}</h2>
      <ul className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        {tiles.map(({ name, value, detail, path }) => (
          <li key={name}>
            <Link
              href={path}
              className="flex h-full flex-col rounded-card border bg-raised p-4 transition-colors duration-hover hover:bg-hover"
            >
              <span className="text-small text-muted">{name}</span>
              <span className="text-title font-semibold tabular-nums">{value}</span>
              {detail && <span className="mt-1 text-small text-muted">{detail}</span>}
            </Link>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-small text-muted">
        {accounts ? (
          <>
            {t.counted} <Time at={accounts.counted_at} />
            {` · ${t.twoFa(number(accounts.two_fa_enabled))}`}
          </>
        ) : (
          t.notCounted
        )}
      </p>
    </section>
  );
}
