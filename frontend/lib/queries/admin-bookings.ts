import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import {
  type AvailabilityPublic,
  type AvailabilityRequest,
  type BookDemoAdminListBookingsData,
  type BookingChangeRequest,
  type BookingForAdmin,
  BookDemoService,
} from '@/app/client';
import { withRecentLogin } from '@/lib/error';
import { ADMIN, type Query } from '@/lib/queries/admin';
import { steadyPages } from '@/lib/queries/pages';

/** The names of the bookings, from the general to the single. */
export const bookingKeys = {
  lists: [...ADMIN, 'bookings'] as const,
  one: (id: string) => [...ADMIN, 'booking', id] as const,
};

/** Bookings by their start, page by page. */
export function bookingsQuery(query: Query<BookDemoAdminListBookingsData>) {
  return infiniteQueryOptions({
    ...steadyPages,
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

/** Change a booking; with an `etag`, unless somebody changed it since then (412). */
export async function changeBooking(
  id: string,
  body: BookingChangeRequest,
  etag?: string,
): Promise<BookingForAdmin> {
  const path = { booking_id: id };
  const headers = etag === undefined ? undefined : { 'if-match': etag };
  const call = () => BookDemoService.adminChangeBooking({ path, body, headers });
  return (await withRecentLogin(call)).data;
}

/** The rules for when demos can be booked, and their ETag for If-Match. */
export type Availability = { rules: AvailabilityPublic; etag: string };

type Reply = { data: AvailabilityPublic; response: Response };

const withEtag = ({ data, response }: Reply): Availability => ({
  rules: data,
  etag: response.headers.get('ETag') ?? '*',
});

/** The rules for when demos can be booked. */
export const availabilityQuery = queryOptions({
  queryKey: [...ADMIN, 'availability'],
  queryFn: async ({ signal }) => withEtag(await BookDemoService.adminGetAvailability({ signal })),
  // Who edits them keeps what they began with; each visit begins anew.
  staleTime: Infinity,
  gcTime: 0,
});

/** Save rules, unless somebody else changed those with this ETag (412). */
export async function saveAvailability(
  body: AvailabilityRequest,
  etag: string,
): Promise<Availability> {
  const headers = { 'if-match': etag };
  return withEtag(
    await withRecentLogin(() => BookDemoService.adminSetAvailability({ body, headers })),
  );
}
