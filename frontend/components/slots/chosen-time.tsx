'use client';

import { CalendarClock } from 'lucide-react';

import type { DemoSlot } from '@/app/client';
import { Button } from '@/components/ui/button';
import { TimeSpan } from '@/components/ui/time-span';
import { useTexts } from '@/hooks/use-texts';
import type { Habits } from '@/lib/format';
import { bookDemo } from '@/lib/i18n/en/book-demo';

/** The time that is chosen, and the way back to the others. */
export function ChosenTime(props: { slot: DemoSlot; habits: Habits; onChange: () => void }) {
  const t = useTexts(bookDemo);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-control bg-selected p-4">
      <CalendarClock aria-hidden className="size-5 shrink-0 text-link" />
      <p className="min-w-0 grow font-medium">
        <span className="sr-only">{`${t.chosen}: `}</span>
        <TimeSpan span={props.slot} habits={props.habits} />
      </p>
      <Button look="secondary" size="small" onClick={props.onChange}>
        {t.changeTime}
      </Button>
    </div>
  );
}
