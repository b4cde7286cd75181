'use client';

import { useState } from 'react';

import type { BookingForAdmin } from '@/app/client';
import { SlotChange } from '@/components/slots/slot-change';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { useChangeBooking } from '@/hooks/admin/use-change-booking';
import { useDraft } from '@/hooks/use-draft';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';

// The bound of the API.
const LONGEST = 2000;

/** Moves a demo to another free time, and tells the visitor why. */
export function MoveDialog({
  booking,
  onClose,
}: {
  booking: BookingForAdmin;
  onClose: () => void;
}) {
  const t = useTexts(bookingPage);
  const { timeZone } = useHabits();
  const { change } = useChangeBooking(booking);
  // Who was faster must not be overruled: the change is of the booking as it was when this opened.
  const [etag] = useState(booking.etag);
  const [reason, setReason] = useState('');
  useDraft({
    name: `move ${booking.id}`,
    read: () => reason || undefined,
    restore: setReason,
  });

  async function move(start: string) {
    await change({ start, reason: reason.trim() || null }, t.moved, etag);
    onClose();
  }

  return (
    <Dialog open onOpenChange={onClose} title={t.moveTitle} text={t.moveText(booking.name)} wide>
      <SlotChange timeZone={timeZone} onMove={move} onKeep={onClose}>
        <Field label={t.reason} hint={t.reasonHint}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={LONGEST}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </SlotChange>
    </Dialog>
  );
}
