'use client';

import { BookDemoService, type BookingPublic } from '@/app/client';
import { SlotChange } from '@/components/slots/slot-change';
import { Section } from '@/components/ui/card';
import { useTexts } from '@/hooks/use-texts';
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

  async function move(start: string, timezone: string) {
    const body = { start, timezone };
    onMoved((await BookDemoService.reschedule({ path: { token }, body })).data);
  }

  return (
    <Section title={t.moveTitle}>
      <SlotChange timeZone={booking.timezone} onMove={move} onKeep={onKeep} />
    </Section>
  );
}
