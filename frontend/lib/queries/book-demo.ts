import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { BookDemoService } from '@/app/client';
import type { Day } from '@/lib/calendar';

/** The most days of one request for slots, both ends included. */
export const SLOT_DAYS = 62;

/** The free slots from one day to another in a zone, both included. */
export function slotsQuery(from: Day, to: Day, timezone: string) {
  return queryOptions({
    queryKey: ['slots', from, to, timezone],
    queryFn: async ({ signal }) => {
      const query = { date_from: from, date_to: to, timezone };
      return (await BookDemoService.slots({ query, signal })).data.items;
    },
    // The slots are instants: those of the zone before stay right until the new ones come.
    placeholderData: keepPreviousData,
  });
}

/** The booking that belongs to the token of a mailed link. */
export function bookingQuery(token: string) {
  return queryOptions({
    queryKey: ['booking', token],
    queryFn: async ({ signal }) =>
      (await BookDemoService.getBooking({ path: { token }, signal })).data,
  });
}

/** The next demo of the user, null without one. */
export const nextDemoQuery = queryOptions({
  queryKey: ['next-demo'],
  queryFn: async ({ signal }) => (await BookDemoService.nextDemo({ signal })).data,
});
