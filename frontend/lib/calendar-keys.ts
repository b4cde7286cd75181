import { addDays, addMonths, type Day, weekOf } from '@/lib/calendar';

/**
 * Return the day that a key of a date grid leads to (APG, date picker dialog): arrows,
 * Home and End of the week, Page Up and Down for a month, with Shift for a year.
 */
export function dayForKey(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  day: Day,
  firstWeekday: number,
): Day | undefined {
  const months = shiftKey ? 12 : 1;
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return weekOf(day, firstWeekday);
    case 'End':
      return addDays(weekOf(day, firstWeekday), 6);
    case 'PageUp':
      return addMonths(day, -months);
    case 'PageDown':
      return addMonths(day, months);
    default:
      return undefined;
  }
}
