'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import type { DemoSlot } from '@/app/client';
import { ChosenTime } from '@/components/slots/chosen-time';
import { SlotPicker } from '@/components/slots/slot-picker';
import { Taken } from '@/components/slots/taken';
import { Button } from '@/components/ui/button';
import { FormProblem } from '@/components/ui/problem';
import { useHabits } from '@/hooks/use-habits';
import { useNearbySlots } from '@/hooks/use-nearby-slots';
import { useTexts } from '@/hooks/use-texts';
import { leave, toProblem } from '@/lib/error';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  /** The zone in which the times are shown at first. */
  timeZone: string;
  /** Move the booking to this start, chosen in this zone. What it throws is shown. */
  onMove: (start: string, timeZone: string) => Promise<unknown>;
  onKeep: () => void;
  /** What else is asked, below the chosen time. */
  children?: ReactNode;
};

/** Chooses another free time for a booking. If it is taken meanwhile, it offers the nearest ones. */
export function SlotChange({ timeZone: initial, onMove, onKeep, children }: Props) {
  const t = useTexts(bookDemo);
  const { locale } = useHabits();
  const [timeZone, setTimeZone] = useState(initial);
  const [slot, setSlot] = useState<DemoSlot>();
  const nearby = useNearbySlots(timeZone);
  const habits = { locale, timeZone };
  const move = useMutation({
    mutationFn: (start: string) => onMove(start, timeZone),
    onError: (thrown, start) => {
      if (isGone(thrown)) void nearby.find(start);
      else leave(toProblem(thrown));
    },
  });

  function pick(picked: DemoSlot) {
    setSlot(picked);
    nearby.clear();
    move.reset();
  }

  const keep = (
    <Button look="secondary" onClick={onKeep}>
      {t.keepTime}
    </Button>
  );
  if (!slot) {
    return (
      <div className="flex flex-col items-start gap-6">
        <div className="w-full">
          <SlotPicker timeZone={timeZone} onTimeZone={setTimeZone} onPick={pick} />
        </div>
        {keep}
      </div>
    );
  }
  const problem = move.error && !isGone(move.error) ? toProblem(move.error) : undefined;
  return (
    <div className="flex flex-col gap-4">
      <ChosenTime slot={slot} habits={habits} onChange={() => setSlot(undefined)} />
      {nearby.offers && <Taken offers={nearby.offers} habits={habits} onPick={pick} />}
      {problem && <FormProblem problem={problem} since={move.submittedAt} key={move.submittedAt} />}
      {children}
      <div className="flex flex-wrap gap-3">
        <Button busy={move.isPending} onClick={() => move.mutate(slot.start)}>
          {t.moveTo}
        </Button>
        {keep}
      </div>
    </div>
  );
}

function isGone(thrown: unknown): boolean {
  return ['slot_taken', 'slot_unavailable'].includes(toProblem(thrown).code);
}
