'use client';

import Link from 'next/link';

import type { BookingCreated } from '@/app/client';
import { BookingDetails } from '@/components/book-demo/booking-details';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { PageHeading } from '@/components/ui/page-heading';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import type { Habits } from '@/lib/format';
import { bookDemo } from '@/lib/i18n/en/book-demo';

/** What one sees after a booking. */
export function Booked(props: { booking: BookingCreated; email: string; habits: Habits }) {
  const t = useTexts(bookDemo);
  const token = props.booking.manage_token;
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.bookedTitle} text={t.bookedText(props.email)} />
      <Card>
        <BookingDetails booking={props.booking} token={token} habits={props.habits} />
      </Card>
      <Button asChild look="link" size="inline" className="self-start print:hidden">
        <Link href={`${paths.manageBooking}/${token}`}>{t.manage}</Link>
      </Button>
    </div>
  );
}
