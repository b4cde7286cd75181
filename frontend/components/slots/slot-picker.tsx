'use client';

import { useRef, useState } from 'react';

import type { DemoSlot } from '@/app/client';
import { NextFreeDay } from '@/components/slots/next-free-day';
import { SlotTimes } from '@/components/slots/slot-times';
import { ZoneField } from '@/components/ui/zone-field';
import { type DayLook, MonthCalendar } from '@/components/ui/month-calendar';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { useHabits } from '@/hooks/use-habits';
import { useSlots } from '@/hooks/use-slots';
import { useTexts } from '@/hooks/use-texts';
import { byDay } from '@/lib/booking';
import { type Day, dayOf, monthOf } from '@/lib/calendar';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  timeZone: string;
  onTimeZone: (timeZone: string) => void;
  onPick: (slot: DemoSlot) => void;
};

/** Chooses a free time: a month, a day of it, a time of that. */
export function SlotPicker({ timeZone, onTimeZone, onPick }: Props) {
  const t = useTexts(bookDemo);
  const { locale } = useHabits();
  const [chosenDay, setDay] = useState<Day>();
  const [chosenMonth, setMonth] = useState<Day>();
  const [isChosen, setChosen] = useState(false);
  const calendar = useRef<HTMLDivElement>(null);

  const today = dayOf(Date.now(), timeZone);
  // Without a choice: the first day on which a time is free, which the hook finds below.
  const { soon, slots, error, refetch } = useSlots(chosenMonth ?? monthOf(today), timeZone);
  const firstFree = soon?.[0] && dayOf(soon[0].start, timeZone);
  const month = chosenMonth ?? monthOf(chosenDay ?? firstFree ?? today);
  const days = byDay([...(soon ?? []), ...(slots === soon ? [] : (slots ?? []))], timeZone);
  const day = chosenDay ?? firstFree ?? today;
  const times = days.get(day) ?? [];

  if (error && !soon) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!soon) return <Skeleton className="h-96" />;

  function show(wanted: Day) {
    setDay(wanted);
    setMonth(monthOf(wanted));
  }

  function lookOf(each: Day): DayLook {
    const count = days.get(each)?.length ?? 0;
    if (count === 0) return { text: t.noFreeTimes, kind: 'plain', isDisabled: true };
    return { text: t.freeTimes(count), kind: each === day ? 'chosen' : 'offered' };
  }

  function choose(wanted: Day) {
    show(wanted);
    setChosen(true);
  }

  return (
    <div className="grid gap-8 md:grid-cols-2">
      <div ref={calendar} className="flex flex-col gap-6">
        <MonthCalendar
          month={month}
          day={day}
          today={today}
          locale={locale}
          lookOf={lookOf}
          onMove={show}
          onMonth={setMonth}
          onChoose={choose}
        />
        <ZoneField value={timeZone} onChange={onTimeZone} />
      </div>
      <div>
        {times.length > 0 && monthOf(day) === month ? (
          <SlotTimes
            day={day}
            slots={times}
            habits={{ locale, timeZone }}
            hasFocus={isChosen}
            onPick={onPick}
            onBack={() => calendar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()}
          />
        ) : (
          <NextFreeDay month={month} days={[...days.keys()]} locale={locale} onChoose={choose} />
        )}
      </div>
    </div>
  );
}
