'use client';

import { useQuery } from '@tanstack/react-query';
import { CalendarX } from 'lucide-react';
import Link from 'next/link';

import { Manage } from '@/components/book-demo/manage';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { paths } from '@/config/paths';
import { COLUMN } from '@/constants/ui';
import { useHydrated } from '@/hooks/use-hydrated';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { bookDemo } from '@/lib/i18n/en/book-demo';
import { bookingQuery } from '@/lib/queries/book-demo';
import { cn } from '@/lib/utils';

/** The page behind the link in the e-mail: the booking, and how to move or cancel it. */
export function ManageBooking() {
  const t = useTexts(bookDemo);
  const isHydrated = useHydrated();
  return (
    <div className={cn(COLUMN, 'max-w-list py-8 lg:py-12')}>
      <div className="flex flex-col gap-6">
        <PageHeading title={t.manageTitle} />
        {isHydrated ? <Found token={tokenOf(location.pathname)} /> : <Skeleton className="h-48" />}
      </div>
    </div>
  );
}

/** Return the token at the end of the address; `manage` itself has none. */
function tokenOf(pathname: string): string {
  return decodeURIComponent(pathname.slice(paths.manageBooking.length + 1)) || '-';
}

function Found({ token }: { token: string }) {
  const t = useTexts(bookDemo);
  const { data, error, refetch } = useQuery(bookingQuery(token));
  if (data) return <Manage booking={data} token={token} />;
  if (!error) return <Skeleton className="h-48" />;
  if (toProblem(error).code !== 'booking_not_found') {
    return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  }
  return (
    <Empty icon={CalendarX} title={t.notFound} text={t.notFoundText}>
      <Button asChild>
        <Link href={paths.bookDemo}>{t.bookAnother}</Link>
      </Button>
    </Empty>
  );
}
