'use client';

import Link from 'next/link';

import type { BookingForAdmin } from '@/app/client';
import { StatusBadge } from '@/components/admin/bookings/status-badge';
import { adminBookingPath } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatTime } from '@/lib/format';
import { dateFormatter } from '@/lib/formatters';
import { bookings as texts } from '@/lib/i18n/en/bookings';

type Props = { bookings: readonly BookingForAdmin[]; list: URLSearchParams };

/** The bookings below each other, each with its day. */
export function BookingsList({ bookings, list }: Props) {
  const t = useTexts(texts);
  const habits = useHabits();
  const day = dateFormatter(habits.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: habits.timeZone,
  });
  return (
    <ul aria-label={t.title} className="divide-y overflow-hidden rounded-card border bg-raised">
      {bookings.map((booking) => (
        <li key={booking.id}>
          <Link
            href={adminBookingPath(booking.id, list)}
            className="flex flex-col gap-1 px-4 py-3 -outline-offset-2 hover:bg-hover sm:flex-row sm:items-center sm:gap-6"
          >
            <time dateTime={booking.start} className="shrink-0 text-small tabular-nums sm:w-44">
              {day.format(new Date(booking.start))}
              <span className="block text-muted max-sm:ml-2 max-sm:inline">
                {`${formatTime(booking.start, habits)} – ${formatTime(booking.end, habits)}`}
              </span>
            </time>
            <span className="min-w-0 grow">
              <span className="block break-words font-medium">{booking.name}</span>
              <span className="block break-all text-small text-muted">
                {booking.company ? `${booking.company} · ${booking.email}` : booking.email}
              </span>
            </span>
            <span className="shrink-0">
              <StatusBadge status={booking.status} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
