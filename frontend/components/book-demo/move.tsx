'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { BookDemoService, type BookingPublic, type DemoSlot } from '@/app/client';
import { ChosenTime } from '@/components/book-demo/chosen-time';
import { SlotPicker } from '@/components/book-demo/slot-picker';
import { Taken } from '@/components/book-demo/taken';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { FormProblem } from '@/components/ui/problem';
import { useHabits } from '@/hooks/use-habits';
import { useNearbySlots } from '@/hooks/use-nearby-slots';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  booking: BookingPublic;
  token: string;
  onMoved: (booking: BookingPublic) => void;
  onKeep: () => void;
};

/** Moves a booking to another free time. */
export function Move({ booking, token, onMoved, onKeep }: Props) {
  const t = useTexts(bookDemo);
  const { locale } = useHabits();
  const [timeZone, setTimeZone] = useState(booking.timezone);
  const [slot, setSlot] = useState<DemoSlot>();
  const nearby = useNearbySlots(timeZone);
  const habits = { locale, timeZone };
  const move = useMutation({
    mutationFn: async (start: string) => {
      const body = { start, timezone: timeZone };
      return (await BookDemoService.reschedule({ path: { token }, body })).data;
    },
    onSuccess: onMoved,
    onError: (thrown, start) => {
      if (isGone(thrown)) void nearby.find(start);
    },
  });

  function pick(picked: DemoSlot) {
    setSlot(picked);
    nearby.clear();
    move.reset();
  }

  const problem = move.error && !isGone(move.error) ? toProblem(move.error) : undefined;
  return (
    <Section title={t.moveTitle}>
      {slot ? (
        <div className="flex flex-col gap-4">
          <ChosenTime slot={slot} habits={habits} onChange={() => setSlot(undefined)} />
          {nearby.offers && <Taken offers={nearby.offers} habits={habits} onPick={pick} />}
          {problem && <FormProblem problem={problem} since={move.submittedAt} />}
          <div className="flex flex-wrap gap-3">
            <Button busy={move.isPending} onClick={() => move.mutate(slot.start)}>
              {t.moveTo}
            </Button>
            <Button look="secondary" onClick={onKeep}>
              {t.keepTime}
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-col items-start gap-6">
          <div className="w-full">
            <SlotPicker timeZone={timeZone} onTimeZone={setTimeZone} onPick={pick} />
          </div>
          <Button look="secondary" onClick={onKeep}>
            {t.keepTime}
          </Button>
        </div>
      )}
    </Section>
  );
}

function isGone(thrown: unknown): boolean {
  return ['slot_taken', 'slot_unavailable'].includes(toProblem(thrown).code);
}
