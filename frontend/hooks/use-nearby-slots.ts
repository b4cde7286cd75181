'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { DemoSlot } from '@/app/client';
import { nearest } from '@/lib/booking';
import { addDays, dayOf } from '@/lib/calendar';
import { slotsQuery } from '@/lib/queries/book-demo';

const OFFERS = 3;
const DAYS_AROUND = 14;

/** Finds free times near one that was taken meanwhile. */
export function useNearbySlots(timeZone: string) {
  const client = useQueryClient();
  const [offers, setOffers] = useState<DemoSlot[]>();

  async function find(start: string) {
    await client.invalidateQueries({ queryKey: ['slots'], refetchType: 'none' });
    const day = dayOf(start, timeZone);
    const today = dayOf(Date.now(), timeZone);
    const from = addDays(day, -DAYS_AROUND);
    const query = slotsQuery(from < today ? today : from, addDays(day, DAYS_AROUND), timeZone);
    const slots = await client.fetchQuery({ ...query, staleTime: 0 });
    setOffers(nearest(slots, start, OFFERS));
  }

  return { offers, find, clear: () => setOffers(undefined) };
}
