'use client';

import { useEffect, useRef } from 'react';

import type { DemoSlot } from '@/app/client';
import { useTexts } from '@/hooks/use-texts';
import { type Day, formatDay } from '@/lib/calendar';
import { formatTime, type Habits } from '@/lib/format';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  day: Day;
  slots: readonly DemoSlot[];
  habits: Habits;
  /** Whether the day was chosen just now: the focus moves to its times then. */
  hasFocus: boolean;
  onPick: (slot: DemoSlot) => void;
  onBack: () => void;
};

/** The free times of a day. */
export function SlotTimes({ day, slots, habits, hasFocus, onPick, onBack }: Props) {
  const t = useTexts(bookDemo);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasFocus) heading.current?.focus();
  }, [day, hasFocus]);
  const name = formatDay(day, habits.locale, { weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <div className="flex flex-col gap-3">
      <h2 ref={heading} tabIndex={-1} className="py-2 font-semibold">
        {t.timesOn(name)}
      </h2>
      <ul className="grid grid-cols-3 gap-2">
        {slots.map((slot) => (
          <li key={slot.start}>
            <button
              type="button"
              onClick={() => onPick(slot)}
              className="h-control w-full rounded-control border border-control bg-raised text-small font-medium tabular-nums transition-colors duration-hover hover:bg-hover"
            >
              {formatTime(slot.start, habits)}
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        onClick={onBack}
        className="sr-only self-start rounded-control text-small text-link underline underline-offset-4 focus:not-sr-only"
      >
        {t.backToDays}
      </button>
    </div>
  );
}
