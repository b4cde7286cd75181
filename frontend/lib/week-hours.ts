import type { OpeningHours } from '@/app/client';

/** The weekdays as the API names them, in order. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A range as it is typed: `09:00`; empty while a time is incomplete. An end of `00:00` is midnight. */
export type TimeRange = { start: string; end: string };
/** The ranges of each weekday, Monday first. */
export type Week = readonly (readonly TimeRange[])[];
/** A range in minutes of the day; an end of 1440 is midnight. */
type Minutes = { start: number; end: number };

const DAY_MINUTES = 1440;
/** The minutes of a row of the grid. */
export const SLOT = 30;

/** Return the hours of the API as ranges by weekday. */
export function readWeek(hours: readonly OpeningHours[]): Week {
  return WEEKDAYS.map((weekday) =>
    hours
      .filter((each) => each.weekday === weekday)
      .map(({ start, end }) => ({ start, end }))
      .toSorted((one, other) => one.start.localeCompare(other.start)),
  );
}

/** Return ranges by weekday as the hours of the API, in order. */
export function writeWeek(week: Week) {
  return week.flatMap((ranges, index) =>
    ranges
      .toSorted((one, other) => one.start.localeCompare(other.start))
      .map((range) => ({ weekday: WEEKDAYS[index] ?? 'monday', ...range })),
  );
}

/** Return what is wrong with a range of a day: it has no end, ends too early, or overlaps one before. */
export function problemOf(
  ranges: readonly TimeRange[],
  index: number,
): 'incomplete' | 'order' | 'overlap' | undefined {
  const own = ranges[index];
  if (!own || own.start === '' || own.end === '') return 'incomplete';
  const minutes = toMinutes(own);
  if (!minutes) return 'order';
  const before = ranges.slice(0, index).map(toMinutes);
  const overlaps = before.some(
    (other) => other && other.start < minutes.end && minutes.start < other.end,
  );
  return overlaps ? 'overlap' : undefined;
}

/** Return how much of a part of a day is open. */
export function coverage(
  ranges: readonly TimeRange[],
  start: number,
  end: number,
): 'open' | 'partly' | 'closed' {
  const open = merged(ranges)
    .map((range) => Math.min(range.end, end) - Math.max(range.start, start))
    .reduce((sum, minutes) => sum + Math.max(minutes, 0), 0);
  if (open === 0) return 'closed';
  return open >= end - start ? 'open' : 'partly';
}

/** Return the ranges of a day after a part of it was opened or closed. */
export function paint(
  ranges: readonly TimeRange[],
  start: number,
  end: number,
  isOpen: boolean,
): TimeRange[] {
  // What is not complete yet cannot be painted, and must not be lost.
  const unfinished = ranges.filter((range) => toMinutes(range) === undefined);
  const others = merged(ranges).flatMap((range) => [
    { start: range.start, end: Math.min(range.end, start) },
    { start: Math.max(range.start, end), end: range.end },
  ]);
  const kept = others.filter((range) => range.start < range.end);
  const all = isOpen ? [...kept, { start, end }] : kept;
  return [...merged(all.map(toRange)).map(toRange), ...unfinished];
}

/** Return the range that "add" begins with: an hour after the last one, or office hours. */
export function nextRange(ranges: readonly TimeRange[]): TimeRange {
  const last = merged(ranges).at(-1);
  if (!last) return { start: '09:00', end: '17:00' };
  const start = last.end + 60;
  return start + 60 <= DAY_MINUTES ? toRange({ start, end: start + 60 }) : { start: '', end: '' };
}

/** Return the part of the day, in whole hours, that shows all ranges and an hour around. */
export function shownHours(week: Week, least: Minutes): Minutes {
  const all = week.flatMap(merged);
  const start = Math.min(least.start, ...all.map((range) => range.start - 60));
  const end = Math.max(least.end, ...all.map((range) => range.end + 60));
  return {
    start: Math.max(0, Math.floor(start / 60) * 60),
    end: Math.min(DAY_MINUTES, Math.ceil(end / 60) * 60),
  };
}

/** Return minutes of the day as `09:30`; midnight at the end is `00:00`. */
export function clock(minutes: number): string {
  const rest = minutes % DAY_MINUTES;
  return [Math.floor(rest / 60), rest % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function toMinutes({ start, end }: TimeRange): Minutes | undefined {
  const [from, to] = [start, end].map(minutesOf);
  if (from === undefined || to === undefined) return undefined;
  const last = to === 0 ? DAY_MINUTES : to;
  return from < last ? { start: from, end: last } : undefined;
}

function toRange({ start, end }: Minutes): TimeRange {
  return { start: clock(start), end: clock(end) };
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Return the complete ranges in order; those that touch are one. */
function merged(ranges: readonly TimeRange[]): Minutes[] {
  const sorted = ranges
    .map(toMinutes)
    .filter((range) => range !== undefined)
    .toSorted((one, other) => one.start - other.start);
  const found: Minutes[] = [];
  for (const range of sorted) {
    const last = found.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else found.push({ ...range });
  }
  return found;
}
