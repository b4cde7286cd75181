'use client';

import Link from 'next/link';

import type { BookingForAdmin } from '@/app/client';
import { StatusBadge } from '@/components/admin/bookings/status-badge';
import { Time } from '@/components/ui/time';
import { adminBookingPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { type Day, formatDay } from '@/lib/calendar';
import { bookings as texts } from '@/lib/i18n/en/bookings';
import { cn } from '@/lib/utils';

type Props = {
  day: Day;
  isToday: boolean;
  locale: string;
  bookings: readonly BookingForAdmin[];
  list: URLSearchParams;
  isBusy: boolean;
};

/** A day of a week, with its bookings in order. */
export function WeekDay({ day, isToday, locale, bookings, list, isBusy }: Props) {
  const t = useTexts(texts);
  const name = formatDay(day, locale, { weekday: 'short', day: 'numeric', month: 'short' });
  return (
    <section aria-label={name} className={cn('min-w-0 p-3 lg:min-h-64', isToday && 'bg-selected')}>
      <h3 className="text-small font-medium">
        {name}
        {isToday && <span className="font-normal text-muted">{` · ${t.today}`}</span>}
      </h3>
      {bookings.length === 0 && !isBusy && (
        <p className="mt-1 text-caption text-muted">{t.noneOfDay}</p>
      )}
      <ul className="mt-2 flex flex-col gap-2 empty:hidden">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <Link
              href={adminBookingPath(booking.id, list)}
              className="flex flex-col items-start gap-1 rounded-control border bg-raised p-2 text-small transition-colors duration-hover hover:bg-hover"
            >
              <span className="tabular-nums text-muted">
                <Time at={booking.start} as="time" />
              </span>
              <span className="max-w-full break-words font-medium">{booking.name}</span>
              <StatusBadge status={booking.status} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
