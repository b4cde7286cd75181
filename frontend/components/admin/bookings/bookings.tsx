'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { BookingFiltersBar } from '@/components/admin/bookings/booking-filters-bar';
import { BookingsList } from '@/components/admin/bookings/bookings-list';
import { BookingsWeek } from '@/components/admin/bookings/bookings-week';
import { ExportButton } from '@/components/admin/bookings/export-button';
import { WeekMoves } from '@/components/admin/bookings/week-moves';
import { RowsPending } from '@/components/admin/pending';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { readBookingFilters, toBookingsQuery, toFilterQuery } from '@/lib/booking-filters';
import { dayOf } from '@/lib/calendar';
import { bookings } from '@/lib/i18n/en/bookings';
import { bookingsQuery } from '@/lib/queries/admin-bookings';
import { zoneName } from '@/lib/zones';

/** The demos that visitors booked: a week, or a list, by the address of the page. */
export function Bookings() {
  const t = useTexts(bookings);
  const habits = useHabits();
  const today = dayOf(Date.now(), habits.timeZone);
  const params = new URLSearchParams(useSearchParams());
  const filters = readBookingFilters(params, today, habits.locale);
  const query = useInfiniteQuery(bookingsQuery(toBookingsQuery(filters, today, habits)));
  const found = query.data?.pages.flatMap((page) => page.items);
  const isNarrowed = filters.search !== '' || filters.status !== undefined;
  const hasNone = found?.length === 0;
  return (
    <>
      <PageHeading
        title={t.title}
        text={t.text(zoneName(habits.timeZone))}
        action={<ExportButton query={toFilterQuery(filters, today, habits)} />}
      />
      <div className="flex flex-col gap-4">
        <BookingFiltersBar filters={filters} />
        {filters.week && <WeekMoves week={filters.week} />}
        {query.error && !found && (
          <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <RowsPending />}
        {found && (
          <div aria-busy={query.isPlaceholderData} className="flex flex-col gap-4">
            <p role="status" className="sr-only">
              {query.isPlaceholderData ? '' : t.found(found.length, query.hasNextPage)}
            </p>
            {filters.week && (
              <BookingsWeek
                week={filters.week}
                bookings={found}
                list={params}
                isBusy={query.isPlaceholderData}
              />
            )}
            {!filters.week && !hasNone && <BookingsList bookings={found} list={params} />}
            {hasNone && (isNarrowed || !filters.week) && (
              <Card>
                <Empty icon={CalendarX} title={isNarrowed ? t.noneMatch : t.none}>
                  {isNarrowed && (
                    <Button
                      look="secondary"
                      onClick={() => changeAddress({ q: undefined, status: undefined })}
                    >
                      {t.clear}
                    </Button>
                  )}
                </Empty>
              </Card>
            )}
            <LoadMore query={query} />
          </div>
        )}
      </div>
    </>
  );
}
