'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { addMonths, type Day, formatDay, monthEnd, weeksOf, weekStart } from '@/lib/calendar';
import { dayForKey } from '@/lib/calendar-keys';
import { bookDemo } from '@/lib/i18n/en/book-demo';
import { cn } from '@/lib/utils';

type Props = {
  /** The first day of the month that shows. */
  month: Day;
  /** The day that is chosen, and that Tab reaches. */
  day: Day;
  today: Day;
  locale: string;
  /** How many times are free on a day. */
  countOf: (day: Day) => number;
  /** Called for each day that the keys reach. It may lie in another month. */
  onMove: (day: Day) => void;
  onMonth: (month: Day) => void;
  /** Called when a day is chosen by a click, Enter or Space. */
  onChoose: (day: Day) => void;
};

/** A month of days: the grid of a date picker (APG), with one stop for Tab. */
export function MonthCalendar(props: Props) {
  const t = useTexts(bookDemo);
  const { month, day, today, locale } = props;
  const first = weekStart(locale);
  const weeks = weeksOf(month, first);
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
    props.onMove(target < today ? today : target);
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
          onClick={() => props.onMonth(addMonths(month, -1))}
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
          onClick={() => props.onMonth(addMonths(month, 1))}
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
                    <DayButton
                      {...props}
                      own={each}
                      isTabStop={each === (day >= month && day <= monthEnd(month) ? day : month)}
                      buttonRef={each === day ? focused : undefined}
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

type DayProps = Props & {
  own: Day;
  isTabStop: boolean;
  buttonRef?: React.Ref<HTMLButtonElement>;
};

function DayButton({ own, day, today, locale, countOf, onChoose, isTabStop, buttonRef }: DayProps) {
  const t = useTexts(bookDemo);
  const count = countOf(own);
  const isFree = count > 0;
  const name = formatDay(own, locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return (
    <button
      ref={buttonRef}
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`${name}, ${isFree ? t.freeTimes(count) : t.noFreeTimes}`}
      aria-pressed={own === day && isFree}
      aria-disabled={!isFree}
      aria-current={own === today ? 'date' : undefined}
      onClick={() => isFree && onChoose(own)}
      className={cn(
        'flex h-10 w-full items-center justify-center rounded-control tabular-nums transition-colors duration-hover',
        isFree ? 'bg-badge font-medium text-on-badge hover:bg-hover' : 'cursor-default text-muted',
        own === today && 'underline underline-offset-4',
        own === day && isFree && 'bg-primary text-on-primary hover:bg-primary-hover',
      )}
    >
      {Number(own.slice(8))}
    </button>
  );
}
