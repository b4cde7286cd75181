'use client';

import type { Ref } from 'react';

import type { DayLook } from '@/components/ui/month-calendar';
import { type Day, formatDay } from '@/lib/calendar';
import { cn } from '@/lib/utils';

type Props = {
  day: Day;
  locale: string;
  look: DayLook;
  isToday: boolean;
  isTabStop: boolean;
  onChoose: (day: Day) => void;
  ref?: Ref<HTMLButtonElement>;
};

const LOOKS = {
  plain: 'text-text hover:bg-hover',
  offered: 'bg-badge font-medium text-on-badge hover:bg-hover',
  chosen: 'bg-primary font-medium text-on-primary hover:bg-primary-hover',
};

/** A day of a month. */
export function MonthDay({ day, locale, look, isToday, isTabStop, onChoose, ref }: Props) {
  const name = formatDay(day, locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return (
    <button
      ref={ref}
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`${name}, ${look.text}`}
      aria-pressed={look.kind === 'chosen'}
      aria-disabled={look.isDisabled}
      aria-current={isToday ? 'date' : undefined}
      onClick={() => look.isDisabled || onChoose(day)}
      className={cn(
        'flex h-10 w-full items-center justify-center rounded-control tabular-nums transition-colors duration-hover',
        look.isDisabled ? 'cursor-default text-muted' : LOOKS[look.kind],
        isToday && 'underline underline-offset-4',
      )}
    >
      {Number(day.slice(8))}
    </button>
  );
}
