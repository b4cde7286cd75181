'use client';

import { useQuery } from '@tanstack/react-query';

import { addDays, type Day, dayOf, monthEnd } from '@/lib/calendar';
import { SLOT_DAYS, slotsQuery } from '@/lib/queries/book-demo';

/**
 * Return the free slots of the days that a month shows, and of the two months from today.
 * Most people look no further, so one request is enough for them.
 */
export function useSlots(month: Day, timeZone: string) {
  const today = dayOf(Date.now(), timeZone);
  const last = addDays(today, SLOT_DAYS - 1);
  const soon = useQuery(slotsQuery(today, last, timeZone));
  const isLater = monthEnd(month) > last;
  const later = useQuery({
    ...slotsQuery(month < today ? today : month, monthEnd(month), timeZone),
    enabled: isLater,
  });
  const shown = isLater ? later : soon;
  return {
    today,
    soon: soon.data,
    slots: shown.data,
    error: shown.error ?? soon.error,
    refetch: async () => {
      const [near, far] = await Promise.all([
        soon.refetch(),
        isLater ? later.refetch() : undefined,
      ]);
      return [...(near.data ?? []), ...(far?.data ?? [])];
    },
  };
}
