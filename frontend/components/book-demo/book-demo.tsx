'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

import type { BookingCreated, DemoSlot } from '@/app/client';
import { Booked } from '@/components/book-demo/booked';
import { ChosenTime } from '@/components/slots/chosen-time';
import { SlotPicker } from '@/components/slots/slot-picker';
import { Taken } from '@/components/slots/taken';
import { Card } from '@/components/ui/card';
import { PageHeading } from '@/components/ui/page-heading';
import { Skeleton } from '@/components/ui/skeleton';
import { COLUMN } from '@/constants/ui';
import { useHabits } from '@/hooks/use-habits';
import { useHistoryStep } from '@/hooks/use-history-step';
import { useHydrated } from '@/hooks/use-hydrated';
import { useNearbySlots } from '@/hooks/use-nearby-slots';
import { useTexts } from '@/hooks/use-texts';
import { bookDemo } from '@/lib/i18n/en/book-demo';
import { cn } from '@/lib/utils';

// The form is wanted only when a time is chosen; it is loaded while one looks at the times.
const load = () => import('./booking-form').then((module) => module.BookingForm);
const BookingForm = dynamic(load, { ssr: false });

/** The page on which a visitor books a demo: a time, then who they are. */
export function BookDemo() {
  const t = useTexts(bookDemo);
  // The zone of the visitor is known in the browser only, not when the page is built.
  const isHydrated = useHydrated();
  return (
    <div className={cn(COLUMN, 'max-w-list py-8 lg:py-12')}>
      {isHydrated ? (
        <Booking />
      ) : (
        <div className="flex flex-col gap-6">
          <PageHeading title={t.title} text={t.lead} />
          <Skeleton className="h-96" />
        </div>
      )}
    </div>
  );
}

function Booking() {
  const t = useTexts(bookDemo);
  const { locale, timeZone: ownZone } = useHabits();
  const [timeZone, setTimeZone] = useState(ownZone);
  const [slot, setSlot] = useState<DemoSlot>();
  const [booked, setBooked] = useState<{ booking: BookingCreated; email: string }>();
  const form = useHistoryStep('form', booked !== undefined);
  // After a reload the history may lead to the form when no time is chosen.
  const isPicking = !form.isThere || !slot;
  const nearby = useNearbySlots(timeZone);
  const habits = { locale, timeZone };
  useEffect(() => void load(), []);

  if (booked) return <Booked {...booked} habits={habits} />;

  function pick(picked: DemoSlot) {
    setSlot(picked);
    form.enter();
    nearby.clear();
  }

  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.title} text={t.lead} />
      {isPicking && (
        <Card>
          <SlotPicker timeZone={timeZone} onTimeZone={setTimeZone} onPick={pick} />
        </Card>
      )}
      {slot && (
        // Hidden, not gone: whoever looks for another time keeps what was typed.
        <div hidden={isPicking} className={cn(isPicking || 'flex max-w-form flex-col gap-6')}>
          <ChosenTime slot={slot} habits={habits} onChange={form.goBack} />
          {nearby.offers && <Taken offers={nearby.offers} habits={habits} onPick={pick} />}
          <Card>
            <BookingForm
              slot={slot}
              timeZone={timeZone}
              onBooked={(booking, email) => setBooked({ booking, email })}
              onTaken={() => void nearby.find(slot.start)}
            />
          </Card>
        </div>
      )}
    </div>
  );
}
