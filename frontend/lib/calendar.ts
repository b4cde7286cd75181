import {
  addDays as addDaysTo,
  addMonths as addMonthsTo,
  formatISO,
  parseISO,
  startOfMonth,
} from 'date-fns';

import { dateFormatter } from '@/lib/formatters';

/**
 * Days are texts, `2026-03-04`, and months are the first of their days. They are no instants:
 * which day an instant falls on depends on the zone, and `dayOf` says it.
 */
export type Day = string;

/**
 * Return whether a text, of an address say, is a day of the years 1000 to 9998. The API refuses
 * the instants at the ends of time, and `Date` takes a year below 100 for one of the last century.
 */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) || text >= '9999') return false;
  // A date reads 31 February as 3 March.
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Return the day of an instant (ISO 8601 or milliseconds) in a time zone. */
export function dayOf(instant: string | number, timeZone: string): Day {
  const parts = dateFormatter('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${value('year').padStart(4, '0')}-${value('month')}-${value('day')}`;
}

// A day becomes midnight of the machine's zone and goes back at once, so no zone matters.
// `format` would bring the names of all months, days and eras: 7 kB.
const moved = (day: Day, by: (date: Date) => Date): Day =>
  formatISO(by(parseISO(day)), { representation: 'date' });

/** Return the day some days later, or earlier if negative. */
export function addDays(day: Day, days: number): Day {
  return moved(day, (date) => addDaysTo(date, days));
}

/** Return the day some months later; the 31st becomes the last of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  return moved(day, (date) => addMonthsTo(date, months));
}

/** Return the first day of the month of a day. */
export function monthOf(day: Day): Day {
  return moved(day, startOfMonth);
}

/** Return the last day of the month of a day. */
export function monthEnd(day: Day): Day {
  return addDays(addMonths(monthOf(day), 1), -1);
}

/** Return the weekday, 0 for Sunday to 6 for Saturday. */
export function weekday(day: Day): number {
  return parseISO(day).getDay();
}

/** Return the weekday with which a week begins, 0 for Sunday (CLDR; Monday if unknown). */
export function weekStart(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
  return first % 7;
}

/** Return the days of a month in weeks; days of other months are undefined. */
export function weeksOf(month: Day, first: number): (Day | undefined)[][] {
  const before = (weekday(month) - first + 7) % 7;
  const weeks: (Day | undefined)[][] = [];
  for (let day = addDays(month, -before); day <= monthEnd(month); day = addDays(day, 7)) {
    const week = Array.from({ length: 7 }, (_, index) => addDays(day, index));
    weeks.push(week.map((each) => (monthOf(each) === month ? each : undefined)));
  }
  return weeks;
}

/** Return the day where the week of a day begins. */
export function weekOf(day: Day, first: number): Day {
  return addDays(day, -((weekday(day) - first + 7) % 7));
}

/** Return a day in words, as `Intl.DateTimeFormat` does with these options. */
export function formatDay(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return dateFormatter(locale, { ...options, timeZone: 'UTC' }).format(noon);
}
