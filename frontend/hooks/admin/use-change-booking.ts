'use client';

import { useQueryClient } from '@tanstack/react-query';

import { type BookingChangeRequest, type BookingForAdmin, BookDemoService } from '@/app/client';
import { handleError, toProblem, withRecentLogin } from '@/lib/error';
import { notify } from '@/lib/notify';
import { adminKeys } from '@/lib/queries/admin';
import { adminBookingQuery, bookingKeys } from '@/lib/queries/admin-bookings';

const CONFLICT = 409;

/**
 * Return a function that changes a booking. It asks for the password if the API wants a
 * recent login, and says what came of it.
 */
export function useChangeBooking({ id }: BookingForAdmin) {
  const client = useQueryClient();
  return async (body: BookingChangeRequest, done: string): Promise<void> => {
    const path = { booking_id: id };
    try {
      const call = () => BookDemoService.adminChangeBooking({ path, body });
      const { data } = await withRecentLogin(call);
      client.setQueryData(adminBookingQuery(id).queryKey, data);
      notify({ kind: 'success', text: done });
    } catch (thrown) {
      if (toProblem(thrown).status !== CONFLICT) throw thrown;
      // The visitor or somebody of the team was faster: say so, and show what is so now.
      handleError(thrown);
      await client.invalidateQueries({ queryKey: bookingKeys.one(id) });
    }
    void client.invalidateQueries({ queryKey: adminKeys.overview });
    void client.invalidateQueries({ queryKey: bookingKeys.lists });
  };
}
