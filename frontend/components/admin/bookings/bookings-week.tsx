'use client';

import type { BookingForAdmin } from '@/app/client';
import { WeekDay } from '@/components/admin/bookings/week-day';
import { useHabits } from '@/hooks/use-habits';
import { addDays, type Day, dayOf } from '@/lib/calendar';

type Props = {
  /** The first day of the week. */
  week: Day;
  bookings: readonly BookingForAdmin[];
  list: URLSearchParams;
  /** The bookings are still those of the week before. */
  isBusy: boolean;
};

/** The bookings of a week by day: beside each other where there is room. */
export function BookingsWeek({ week, bookings, list, isBusy }: Props) {
  const { locale, timeZone } = useHabits();
  const today = dayOf(Date.now(), timeZone);
  const days = Array.from({ length: 7 }, (_, index) => addDays(week, index));
  return (
    <div className="grid overflow-hidden rounded-card border bg-raised max-lg:divide-y lg:grid-cols-7 lg:divide-x">
      {days.map((day) => (
        <WeekDay
          key={day}
          day={day}
          isToday={day === today}
          locale={locale}
          bookings={bookings.filter(({ start }) => dayOf(start, timeZone) === day)}
          list={list}
          isBusy={isBusy}
        />
      ))}
    </div>
  );
}
