'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Meter } from '@/components/ui/meter';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { adminUserPath, paths } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { service } from '@/lib/i18n/en/service';
import { overviewQuery, usersQuery } from '@/lib/queries/admin';

// Enough to see who fills a disk.
const MOST = 5;

/** The disk of the files, and who stores most. */
export function StorageSection() {
  const t = useTexts(service);
  const { locale } = useHabits();
  const { data: overview } = useQuery(overviewQuery);
  const users = useInfiniteQuery(usersQuery({ sort: 'storage', limit: MOST }));
  const largest = users.data?.pages[0]?.items;
  const disk = overview?.disk;
  const size = (bytes: number) => formatBytes(bytes, locale);
  return (
    <Section
      title={t.storage}
      action={
        <Button asChild look="secondary" size="small">
          <Link href={`${paths.adminUsers}?sort=storage`}>{t.allByStorage}</Link>
        </Button>
      }
    >
      {disk && (
        <Meter
          label={t.disk}
          value={disk.total_bytes - disk.free_bytes}
          max={disk.total_bytes}
          text={t.free(size(disk.free_bytes), size(disk.total_bytes))}
        />
      )}
      {overview && !disk && <p className="text-small text-muted">{t.noDisk}</p>}
      {users.error && <LoadProblem thrown={users.error} onRetry={() => void users.refetch()} />}
      {users.isPending && <Skeleton className="mt-6 h-40" />}
      {largest && largest.length > 0 && (
        <ol aria-label={t.largest} className="-mb-3 mt-6 divide-y border-t">
          {largest.map((user) => (
            <li key={user.id} className="flex items-center justify-between gap-4 py-3">
              <Link
                href={adminUserPath(user.id)}
                className="min-w-0 truncate text-link underline-offset-4 hover:underline"
              >
                {user.email}
              </Link>
              <span className="shrink-0 text-small tabular-nums">{size(user.used_bytes)}</span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
