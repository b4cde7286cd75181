'use client';

import { useQuery } from '@tanstack/react-query';

import { DataCard } from '@/components/dashboard/data-card';
import { MoreLink } from '@/components/dashboard/more-link';
import { Alert } from '@/components/ui/alert';
import { Meter } from '@/components/ui/meter';
import { Skeleton } from '@/components/ui/skeleton';
import { paths } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes, formatNumber } from '@/lib/format';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { usageQuery } from '@/lib/queries/documents';

// From here on a warning says what to do.
const HIGH = 0.9;

/** How much of the storage is used, and of the number of files. */
export function Storage() {
  const t = useTexts(dashboard);
  const { locale } = useHabits();
  const query = useQuery(usageQuery);
  const bytes = (value: number) => formatBytes(value, locale);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <DataCard title={t.storage} query={query} pending={<Skeleton className="h-36" />}>
      {(usage) => (
        <div className="flex flex-col gap-5">
          <Meter
            label={t.space}
            value={usage.used_bytes}
            max={usage.limit_bytes}
            text={t.used(bytes(usage.used_bytes), bytes(usage.limit_bytes))}
          />
          <Meter
            label={t.files}
            value={usage.files}
            max={usage.limit_files}
            text={t.used(number(usage.files), number(usage.limit_files))}
          />
          {(usage.used_bytes > usage.limit_bytes * HIGH ||
            usage.files > usage.limit_files * HIGH) && (
            <Alert kind="warning">
              <p>{t.nearlyFull}</p>
              <MoreLink href={paths.trash}>{t.toTrash}</MoreLink>
            </Alert>
          )}
        </div>
      )}
    </DataCard>
  );
}
