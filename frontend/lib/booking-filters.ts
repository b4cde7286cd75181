import type { BookDemoAdminListBookingsData, BookingForAdmin } from '@/app/client';
import { addDays, type Day, isDay, weekOf, weekStart } from '@/lib/calendar';
import { startOfDay } from '@/lib/day-start';
import type { Habits } from '@/lib/format';
import { oneOf } from '@/lib/user-filters';

type Query = Omit<NonNullable<BookDemoAdminListBookingsData['query']>, 'cursor'>;

/** The states of a booking, in the order in which one looks for them. */
export const BOOKING_STATES = [
  'confirmed',
  'completed',
  'no_show',
  'declined',
  'cancelled',
] as const satisfies readonly BookingForAdmin['status'][];
/** The parts of time that the list can show, counted in whole days. */
export const PERIODS = ['coming', 'past', 'all'] as const;

/** What the page of bookings shows. A week is its first day; a list has none. */
export type BookingFilters = {
  week: Day | undefined;
  period: (typeof PERIODS)[number];
  status: (typeof BOOKING_STATES)[number] | undefined;
  search: string;
};

// The bound of the API. An address that somebody typed must not lead to an error.
const MAX_SEARCH = 200;
// The API's largest page: few weeks have more demos.
const WEEK_LIMIT = 100;

/** Return the filters that an address names. What makes no sense is left out. */
export function readBookingFilters(
  params: URLSearchParams,
  today: Day,
  locale: string,
): BookingFilters {
  const isList = params.get('view') === 'list';
  const day = params.get('week') ?? '';
  return {
    week: isList ? undefined : weekOf(isDay(day) ? day : today, weekStart(locale)),
    period: oneOf(PERIODS, params.get('period')) ?? 'coming',
    status: oneOf(BOOKING_STATES, params.get('status')),
    search: (params.get('q') ?? '').slice(0, MAX_SEARCH),
  };
}

/** Return the filters for the API, of the list and of the export alike. */
export function toFilterQuery(filters: BookingFilters, today: Day, { timeZone }: Habits): Query {
  const { week, period, status, search } = filters;
  const [from, before] = week
    ? [week, addDays(week, 7)]
    : [period === 'coming' ? today : undefined, period === 'past' ? today : undefined];
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(status && { status }),
    ...(from && { starts_from: startOfDay(from, timeZone) }),
    ...(before && { starts_before: startOfDay(before, timeZone) }),
  };
}

/** Return the question for the API: what is next comes first, what is past comes last. */
export function toBookingsQuery(filters: BookingFilters, today: Day, habits: Habits): Query {
  const query = toFilterQuery(filters, today, habits);
  if (filters.week) return { ...query, sort: 'oldest', limit: WEEK_LIMIT };
  return { ...query, sort: filters.period === 'coming' ? 'oldest' : 'newest' };
}
