'use client';

import type { BookingForAdmin } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { useTexts } from '@/hooks/use-texts';
import { bookings } from '@/lib/i18n/en/bookings';

const LOOKS = {
  confirmed: 'primary',
  completed: 'success',
  no_show: 'warning',
  declined: 'neutral',
  cancelled: 'neutral',
} as const;

/** The state of a booking in a word. */
export function StatusBadge({ status }: Pick<BookingForAdmin, 'status'>) {
  const t = useTexts(bookings);
  return <Badge look={LOOKS[status]}>{t[status]}</Badge>;
}
