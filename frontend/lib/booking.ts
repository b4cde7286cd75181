import type { DemoSlot } from '@/app/client';
import { type Day, dayOf } from '@/lib/calendar';

/** Return the slots by their day in a time zone, in order of time. */
export function byDay(slots: readonly DemoSlot[], timeZone: string): Map<Day, DemoSlot[]> {
  const days = new Map<Day, DemoSlot[]>();
  for (const slot of slots) {
    const day = dayOf(slot.start, timeZone);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return days;
}

/** Return the free slots nearest to a start, at most `count`, in order of time. */
export function nearest(slots: readonly DemoSlot[], start: string, count: number): DemoSlot[] {
  const distance = (slot: DemoSlot) => Math.abs(Date.parse(slot.start) - Date.parse(start));
  return slots
    .filter((slot) => slot.start !== start)
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, count)
    .toSorted((one, other) => one.start.localeCompare(other.start));
}

/** What a calendar has to know of a demo. */
export type CalendarEvent = { title: string; start: string; end: string; location: string | null };

/** Return the pages of Google and Outlook that add an event to a calendar. */
export function calendarLinks({
  title,
  start,
  end,
  location,
}: CalendarEvent): Record<string, string> {
  const basic = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const google = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${basic(start)}/${basic(end)}`,
    location: location ?? '',
  });
  const outlook = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: new Date(start).toISOString(),
    enddt: new Date(end).toISOString(),
    location: location ?? '',
  });
  return {
    Google: `https://calendar.google.com/calendar/render?${google}`,
    Outlook: `https://outlook.live.com/calendar/0/deeplink/compose?${outlook}`,
  };
}
