'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Printer } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';

import { DetailsCard } from '@/components/admin/booking/details-card';
import { NotesSection } from '@/components/admin/booking/notes-section';
import { StateSection } from '@/components/admin/booking/state-section';
import { StatusBadge } from '@/components/admin/bookings/status-badge';
import { RowsPending } from '@/components/admin/pending';
import { Button } from '@/components/ui/button';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { bookingPage } from '@/lib/i18n/en/booking-page';
import { adminBookingQuery } from '@/lib/queries/admin-bookings';
import { UUID } from '@/lib/uuid';

/** One demo, by `id` of the address, with everything that can be changed. */
export function Booking() {
  const t = useTexts(bookingPage);
  const list = new URLSearchParams(useSearchParams());
  const id = list.get('id') ?? '';
  list.delete('id');
  const isId = UUID.test(id);
  const { data: booking, error, refetch } = useQuery({ ...adminBookingQuery(id), enabled: isId });
  const isMissing = !isId || (error && toProblem(error).status === 404);
  return (
    <>
      <Link
        href={list.size > 0 ? `${paths.adminBookings}?${list}` : paths.adminBookings}
        className="-mb-4 flex min-h-6 items-center gap-1 self-start rounded-control text-small text-muted hover:text-text print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t.back}
      </Link>
      {isMissing && <PageHeading title={t.missing} text={t.missingText} />}
      {error && !isMissing && !booking && (
        <LoadProblem thrown={error} onRetry={() => void refetch()} />
      )}
      {isId && !booking && !error && <RowsPending />}
      {booking && !isMissing && (
        <>
          <PageHeading
            title={booking.name}
            text={booking.company ?? undefined}
            action={
              <div className="flex flex-wrap items-center gap-4">
                <StatusBadge status={booking.status} />
                <Button look="secondary" onClick={() => print()} className="print:hidden">
                  <Printer aria-hidden />
                  {t.print}
                </Button>
              </div>
            }
          />
          <DetailsCard booking={booking} />
          <StateSection booking={booking} />
          <NotesSection booking={booking} key={booking.id} />
        </>
      )}
    </>
  );
}
