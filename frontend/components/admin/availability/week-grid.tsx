'use client';

import { WeekCell } from '@/components/admin/availability/week-cell';
import { useWeekGrid } from '@/hooks/admin/use-week-grid';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { clock, coverage, shownHours, SLOT, type Week } from '@/lib/week-hours';
import { weekdayName } from '@/lib/weekdays';

type Props = {
  week: Week;
  /** The weekdays, 0 for Monday, in the order of the locale. */
  order: readonly number[];
  onChange: (week: Week) => void;
};

// What shows at least, in minutes of the day.
const LEAST = { start: 8 * 60, end: 18 * 60 };

/** The week as a grid in half hours: one drags over it, or moves by arrows and presses space. */
export function WeekGrid({ week, order, onChange }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const hours = shownHours(week, LEAST);
  const slots = Array.from(
    { length: (hours.end - hours.start) / SLOT },
    (_, index) => hours.start + index * SLOT,
  );
  const { grid, shown, focus } = useWeekGrid({ week, order, hours, onChange });
  return (
    <>
      <div
        {...grid}
        role="grid"
        aria-label={t.grid}
        aria-describedby="week-grid-keys"
        className="select-none text-small"
      >
        <div role="row" className="flex">
          <span role="columnheader" className="w-14 shrink-0">
            <span className="sr-only">{t.time}</span>
          </span>
          {order.map((day) => (
            <span
              key={day}
              role="columnheader"
              aria-label={weekdayName(day, locale)}
              className="min-w-0 grow basis-0 pb-2 text-center text-caption font-medium text-muted"
            >
              {weekdayName(day, locale, 'short')}
            </span>
          ))}
        </div>
        {slots.map((start) => (
          <div key={start} role="row" className="flex h-6">
            <span
              role="rowheader"
              className="w-14 shrink-0 -translate-y-2 pr-3 text-right text-caption tabular-nums text-muted"
            >
              {start % 60 === 0 ? clock(start) : <span className="sr-only">{clock(start)}</span>}
            </span>
            {order.map((day) => (
              <WeekCell
                key={day}
                day={day}
                start={start}
                state={coverage(shown[day] ?? [], start, start + SLOT)}
                isTabStop={focus.day === day && focus.start === start}
              />
            ))}
          </div>
        ))}
      </div>
      <p id="week-grid-keys" className="mt-3 text-caption text-muted">
        {t.gridKeys}
      </p>
    </>
  );
}
