import { addDays, formatDay, weekStart } from '@/lib/calendar';

// A Monday.
const MONDAY = '2024-01-01';

/** Return the name of a weekday, 0 for Monday: `Monday`, or short `Mon`. */
export function weekdayName(
  day: number,
  locale: string,
  length: 'long' | 'short' = 'long',
): string {
  return formatDay(addDays(MONDAY, day), locale, { weekday: length });
}

/** Return the weekdays, 0 for Monday, in the order of a locale. */
export function weekdayOrder(locale: string): number[] {
  const first = (weekStart(locale) + 6) % 7;
  return Array.from({ length: 7 }, (_, index) => (first + index) % 7);
}
