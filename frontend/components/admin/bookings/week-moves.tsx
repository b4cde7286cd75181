'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { addDays, type Day } from '@/lib/calendar';
import { bookings } from '@/lib/i18n/en/bookings';

/** The days of the week that shows, and the way to others. */
export function WeekMoves({ week }: { week: Day }) {
  const t = useTexts(bookings);
  const { locale } = useHabits();
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const show = (day: Day | undefined) => changeAddress({ week: day });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h2 aria-live="polite" className="grow text-lead font-semibold">
        {days.formatRange(new Date(week), new Date(addDays(week, 6)))}
      </h2>
      <div className="flex items-center gap-1 print:hidden">
        <Button look="secondary" size="small" onClick={() => show(undefined)}>
          {t.thisWeek}
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={t.weekBefore}
          onClick={() => show(addDays(week, -7))}
        >
          <ChevronLeft aria-hidden />
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={t.weekAfter}
          onClick={() => show(addDays(week, 7))}
        >
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </div>
  );
}
