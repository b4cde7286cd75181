'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';

import { DataCard } from '@/components/dashboard/data-card';
import { Button } from '@/components/ui/button';
import { Place } from '@/components/ui/place';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeUntil } from '@/components/ui/time';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { nextDemoQuery } from '@/lib/queries/book-demo';

/** When and where the next demo is, or the way to book one. */
export function NextDemo() {
  const t = useTexts(dashboard);
  const query = useQuery(nextDemoQuery);
  return (
    <DataCard title={t.demo} query={query} pending={<Skeleton className="h-24" />}>
      {({ demo }) =>
        demo ? (
          <div className="flex flex-col gap-2">
            <p className="font-medium">
              <TimeUntil at={demo.start} />
            </p>
            {demo.location && (
              <p className="break-words">
                <Place text={demo.location} />
              </p>
            )}
            <p className="text-small text-muted">{t.demoChange}</p>
          </div>
        ) : (
          <div className="flex flex-col items-start gap-4">
            <p className="text-small text-muted">{t.noDemo}</p>
            <Button asChild look="secondary">
              <Link href={paths.bookDemo}>{t.bookDemo}</Link>
            </Button>
          </div>
        )
      }
    </DataCard>
  );
}
