'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { UserForAdmin } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Meter } from '@/components/ui/meter';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes, formatNumber } from '@/lib/format';
import { userPage } from '@/lib/i18n/en/user-page';
import { userUsageQuery } from '@/lib/queries/admin';

const QuotaDialog = dynamic(() => import('./quota-dialog').then((module) => module.QuotaDialog), {
  ssr: false,
});

/** What an account stores, and how much it may store. */
export function StorageSection({ user }: { user: UserForAdmin }) {
  const t = useTexts(userPage);
  const { locale } = useHabits();
  const { data: usage, error, refetch } = useQuery(userUsageQuery(user.id));
  const [isOpen, setOpen] = useState(false);
  const number = (value: number) => formatNumber(value, locale);
  const size = (value: number) => formatBytes(value, locale);
  return (
    <Section
      title={t.storage}
      action={
        usage && (
          <Button look="secondary" size="small" onClick={() => setOpen(true)}>
            {t.changeLimits}
          </Button>
        )
      }
    >
      {error && !usage && <LoadProblem thrown={error} onRetry={() => void refetch()} />}
      {!error && !usage && <Skeleton className="h-12" />}
      {usage && (
        <div className="grid gap-6 sm:grid-cols-2">
          <Meter
            label={t.space}
            value={usage.used_bytes}
            max={usage.limit_bytes}
            text={t.usedOf(size(usage.used_bytes), size(usage.limit_bytes))}
          />
          <Meter
            label={t.files}
            value={usage.files}
            max={usage.limit_files}
            text={t.usedOf(number(usage.files), number(usage.limit_files))}
          />
        </div>
      )}
      {usage && isOpen && <QuotaDialog user={user} usage={usage} onClose={() => setOpen(false)} />}
    </Section>
  );
}
