'use client';

import { memo } from 'react';

import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { cn } from '@/lib/utils';
import { clock, SLOT } from '@/lib/week-hours';
import { weekdayName } from '@/lib/weekdays';

type Props = {
  day: number;
  start: number;
  state: 'open' | 'partly' | 'closed';
  isTabStop: boolean;
};

const LOOKS = {
  open: 'border-l-4 border-l-primary bg-badge',
  partly: 'border-l-4 border-l-control bg-selected',
  closed: 'hover:bg-hover',
};

/** Half an hour of a weekday. */
export const WeekCell = memo(function WeekCell({ day, start, state, isTabStop }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const span = `${clock(start)}–${clock(start + SLOT)}`;
  return (
    <span
      role="gridcell"
      tabIndex={isTabStop ? 0 : -1}
      aria-selected={state === 'open'}
      aria-label={`${weekdayName(day, locale)}, ${span}, ${t[state]}`}
      data-day={day}
      data-start={start}
      className={cn(
        'min-w-0 grow basis-0 cursor-pointer border-l focus-visible:z-10',
        start % 60 === 0 && 'border-t',
        LOOKS[state],
      )}
    />
  );
});
