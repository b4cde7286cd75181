import type { AvailabilityPublic, AvailabilityRequest } from '@/app/client';
import type { Day } from '@/lib/calendar';
import { problemOf, readWeek, WEEKDAYS, type Week, writeWeek } from '@/lib/week-hours';

/** The numbers of the rules, with the bounds of the API. */
export const NUMBERS = {
  duration_minutes: { min: 5, max: 480 },
  buffer_minutes: { min: 0, max: 480 },
  notice_minutes: { min: 0, max: 43_200 },
  horizon_days: { min: 1, max: 365 },
} as const;
export type NumberName = keyof typeof NUMBERS;
export const NUMBER_NAMES = Object.keys(NUMBERS) as NumberName[];

// The most characters of a line of the API.
const MAX_LOCATION = 200;

/** The rules for when demos can be booked, as they are edited: numbers are what was typed. */
export type Draft = Record<NumberName, string> & {
  timezone: string;
  week: Week;
  blackoutDays: readonly Day[];
  location: string;
};

/** A part of the rules that one changes by itself. */
export type Part =
  NumberName | (typeof WEEKDAYS)[number] | 'timezone' | 'blackoutDays' | 'location';
export const PARTS: readonly Part[] = [
  ...WEEKDAYS,
  'timezone',
  ...NUMBER_NAMES,
  'location',
  'blackoutDays',
];

/** Return the rules of the API for editing. */
export function toDraft(rules: AvailabilityPublic): Draft {
  return {
    timezone: rules.timezone,
    week: readWeek(rules.weekly_hours),
    duration_minutes: String(rules.duration_minutes),
    buffer_minutes: String(rules.buffer_minutes),
    notice_minutes: String(rules.notice_minutes),
    horizon_days: String(rules.horizon_days),
    blackoutDays: rules.blackout_days.toSorted(),
    location: rules.location ?? '',
  };
}

/** Return edited rules, without mistakes, for the API. */
export function toRules(draft: Draft): AvailabilityRequest {
  return {
    timezone: draft.timezone,
    weekly_hours: writeWeek(draft.week),
    duration_minutes: Number(draft.duration_minutes),
    buffer_minutes: Number(draft.buffer_minutes),
    notice_minutes: Number(draft.notice_minutes),
    horizon_days: Number(draft.horizon_days),
    blackout_days: draft.blackoutDays.toSorted(),
    location: draft.location.trim() || null,
  };
}

/** Return the parts of edited rules that have mistakes. */
export function mistakesOf(draft: Draft): Set<Part> {
  const numbers = NUMBER_NAMES.filter((name) => {
    const { min, max } = NUMBERS[name];
    const value = Number(draft[name]);
    return !/^\d+$/.test(draft[name].trim()) || value < min || value > max;
  });
  const days = WEEKDAYS.filter((_, day) => {
    const ranges = draft.week[day] ?? [];
    return ranges.some((_range, index) => problemOf(ranges, index));
  });
  const isLong = draft.location.trim().length > MAX_LOCATION;
  return new Set<Part>([...days, ...numbers, ...(isLong ? ['location' as const] : [])]);
}

/** Return the parts in which two rules differ, in the order of PARTS. */
export function changedParts(one: Draft, other: Draft): Part[] {
  return PARTS.filter((part) => valueOf(one, part) !== valueOf(other, part));
}

/**
 * Join my changes of `base` with those that somebody else saved: each part that I did not
 * change becomes theirs. Return the result, the parts that became theirs, and the parts
 * that both changed, in which mine stay.
 */
export function merge(
  base: Draft,
  mine: Draft,
  theirs: Draft,
): { draft: Draft; taken: Part[]; conflicts: Part[] } {
  const own = new Set(changedParts(base, mine));
  const changed = changedParts(base, theirs);
  const taken = changed.filter((part) => !own.has(part));
  const conflicts = changed.filter(
    (part) => own.has(part) && valueOf(mine, part) !== valueOf(theirs, part),
  );
  return {
    draft: taken.reduce((draft, part) => withPart(draft, theirs, part), mine),
    taken,
    conflicts,
  };
}

/** Return rules with one part of others. */
export function withPart(draft: Draft, other: Draft, part: Part): Draft {
  const day = WEEKDAYS.findIndex((weekday) => weekday === part);
  if (day < 0) return { ...draft, [part]: other[part as Exclude<Part, (typeof WEEKDAYS)[number]>] };
  return {
    ...draft,
    week: draft.week.map((ranges, i) => (i === day ? (other.week[i] ?? []) : ranges)),
  };
}

function valueOf(draft: Draft, part: Part): string {
  const day = WEEKDAYS.findIndex((weekday) => weekday === part);
  const value =
    day < 0
      ? draft[part as Exclude<Part, (typeof WEEKDAYS)[number]>]
      : draft.week[day]?.map(({ start, end }) => `${start}-${end}`).toSorted();
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
