import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { type BookDemoAdminListBookingsData, BookDemoService } from '@/app/client';
import { ADMIN, pages, type Query } from '@/lib/queries/admin';

/** The names of the bookings, from the general to the single. */
export const bookingKeys = {
  lists: [...ADMIN, 'bookings'] as const,
  one: (id: string) => [...ADMIN, 'booking', id] as const,
};

/** Bookings by their start, page by page. */
export function bookingsQuery(query: Query<BookDemoAdminListBookingsData>) {
  return infiniteQueryOptions({
    ...pages,
    queryKey: [...bookingKeys.lists, query],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await BookDemoService.adminListBookings({ query: { ...query, cursor }, signal })).data,
  });
}

/** One booking, as the team sees it. */
export function adminBookingQuery(id: string) {
  return queryOptions({
    queryKey: bookingKeys.one(id),
    queryFn: async ({ signal }) =>
      (await BookDemoService.adminGetBooking({ path: { booking_id: id }, signal })).data,
  });
}
