'use client';

import { useQueryClient } from '@tanstack/react-query';

import { type BookingChangeRequest, type BookingForAdmin, BookDemoService } from '@/app/client';
import { handleError, toProblem } from '@/lib/error';
import { notify } from '@/lib/notify';
import { adminKeys } from '@/lib/queries/admin';
import { adminBookingQuery, bookingKeys, changeBooking } from '@/lib/queries/admin-bookings';

// The visitor or somebody of the team was faster.
const OUTDATED = ['booking_changed', 'booking_closed', 'invalid_status_change'];

/** `hasConflict`: somebody else changed the notes meanwhile; `booking` has theirs. */
type Noted = { booking: BookingForAdmin; hasConflict: boolean };

/**
 * Return functions that change a booking. They ask for the password if the API wants a
 * recent login, and say what came of it.
 */
export function useChangeBooking({ id }: BookingForAdmin) {
  const client = useQueryClient();

  async function save(body: BookingChangeRequest, etag?: string): Promise<BookingForAdmin> {
    const booking = await changeBooking(id, body, etag);
    client.setQueryData(adminBookingQuery(id).queryKey, booking);
    refresh();
    return booking;
  }

  function refresh(): void {
    void client.invalidateQueries({ queryKey: adminKeys.overview });
    void client.invalidateQueries({ queryKey: bookingKeys.lists });
  }

  /** Change the state or the time. If that is no longer possible, say so, and show what is so now. */
  async function change(body: BookingChangeRequest, done: string, etag?: string): Promise<void> {
    try {
      await save(body, etag);
      notify({ kind: 'success', text: done });
    } catch (thrown) {
      if (!OUTDATED.includes(toProblem(thrown).code)) throw thrown;
      handleError(thrown);
      refresh();
      await client.invalidateQueries({ queryKey: bookingKeys.one(id) });
    }
  }

  /** Save notes that were begun with those of `base`. Those of somebody else stay. */
  async function note(base: BookingForAdmin, notes: string): Promise<Noted> {
    try {
      return { booking: await save({ notes }, base.etag), hasConflict: false };
    } catch (thrown) {
      if (toProblem(thrown).code !== 'booking_changed') throw thrown;
      const { data: theirs } = await BookDemoService.adminGetBooking({ path: { booking_id: id } });
      // Their change may be of the time or the state only, or the very same notes.
      const isOther = theirs.notes !== base.notes && (theirs.notes ?? '') !== notes.trim();
      client.setQueryData(adminBookingQuery(id).queryKey, theirs);
      if (isOther) return { booking: theirs, hasConflict: true };
      return { booking: await save({ notes }, theirs.etag), hasConflict: false };
    }
  }

  return { change, note };
}
