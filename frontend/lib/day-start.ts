import { TZDate } from '@date-fns/tz';

import type { Day } from '@/lib/calendar';

/** Return the instant (ISO 8601) at which a day, as `isDay` means it, begins in a time zone. */
export function startOfDay(day: Day, timeZone: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, date, timeZone).getTime()).toISOString();
}
