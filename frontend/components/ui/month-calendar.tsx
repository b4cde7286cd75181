'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { Button } from '@/components/ui/button';
import { MonthDay } from '@/components/ui/month-day';
import { useTexts } from '@/hooks/use-texts';
import { addMonths, type Day, formatDay, monthEnd, weeksOf, weekStart } from '@/lib/calendar';
import { dayForKey } from '@/lib/calendar-keys';
import { common } from '@/lib/i18n/en/common';

/** How a day looks, and what is said of it after its name. */
export type DayLook = {
  text: string;
  kind: 'plain' | 'offered' | 'chosen';
  /** A day that cannot be chosen can still be reached by keys. */
  isDisabled?: boolean;
};

type Props = {
  /** The first day of the month that shows. */
  month: Day;
  /** The day that Tab reaches. */
  day: Day;
  /** Days before it are not reached. */
  today: Day;
  locale: string;
  lookOf: (day: Day) => DayLook;
  /** Called for each day that the keys reach. It may lie in another month. */
  onMove: (day: Day) => void;
  onMonth: (month: Day) => void;
  /** Called when a day is chosen by a click, Enter or Space. */
  onChoose: (day: Day) => void;
};

/** A month of days: the grid of a date picker (APG), with one stop for Tab. */
export function MonthCalendar(props: Props) {
  const t = useTexts(common);
  const { month, day, today, locale, lookOf, onMove, onMonth, onChoose } = props;
  const first = weekStart(locale);
  const weeks = weeksOf(month, first);
  const tabStop = day >= month && day <= monthEnd(month) ? day : month;
  const focused = useRef<HTMLButtonElement>(null);
  const hasMoved = useRef(false);

  useEffect(() => {
    if (hasMoved.current) focused.current?.focus();
    hasMoved.current = false;
  }, [day]);

  function handleKey(event: React.KeyboardEvent) {
    const target = dayForKey(event, day, first);
    if (target === undefined) return;
    event.preventDefault();
    hasMoved.current = true;
    onMove(target < today ? today : target);
  }

  const title = formatDay(month, locale, { month: 'long', year: 'numeric' });
  return (
    <div>
      <div className="flex items-center justify-between">
        <Button
          look="quiet"
          size="icon"
          aria-label={t.previousMonth}
          disabled={month <= today}
          onClick={() => onMonth(addMonths(month, -1))}
        >
          <ChevronLeft aria-hidden />
        </Button>
        <h2 aria-live="polite" className="font-semibold">
          {title}
        </h2>
        <Button
          look="quiet"
          size="icon"
          aria-label={t.nextMonth}
          onClick={() => onMonth(addMonths(month, 1))}
        >
          <ChevronRight aria-hidden />
        </Button>
      </div>
      <table
        role="grid"
        aria-label={title}
        onKeyDown={handleKey}
        className="mt-2 w-full table-fixed"
      >
        <thead>
          <tr>
            {/* The second week is complete in every month. */}
            {weeks[1]?.map((each) => (
              <th
                key={each}
                scope="col"
                abbr={formatDay(each ?? day, locale, { weekday: 'long' })}
                className="h-9 text-caption font-medium text-muted"
              >
                {formatDay(each ?? day, locale, { weekday: 'short' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((each, index) => (
                <td key={index} className="p-0.5">
                  {each && (
                    <MonthDay
                      day={each}
                      locale={locale}
                      look={lookOf(each)}
                      isToday={each === today}
                      isTabStop={each === tabStop}
                      onChoose={onChoose}
                      ref={each === day ? focused : undefined}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
