'use client';

import type { ReactNode } from 'react';

import type { BookingForAdmin } from '@/app/client';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { TimeSpan } from '@/components/ui/time-span';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';

/** Who booked which time, and what they wrote. */
export function DetailsCard({ booking }: { booking: BookingForAdmin }) {
  const t = useTexts(bookingPage);
  const habits = useHabits();
  const { locale, timeZone } = habits;
  const language = new Intl.DisplayNames(locale, { type: 'language' }).of(booking.locale);
  const facts: [string, ReactNode][] = [
    [t.when, <TimeSpan key="when" span={booking} habits={habits} />],
    [
      t.email,
      <a
        key="email"
        href={`mailto:${encodeURIComponent(booking.email)}`}
        className="break-all text-link underline underline-offset-4 hover:no-underline"
      >
        {booking.email}
      </a>,
    ],
    [t.language, language ?? booking.locale],
    [t.booked, <Time key="booked" at={booking.created_at} />],
  ];
  if (booking.timezone !== timeZone) {
    const theirs = { locale, timeZone: booking.timezone };
    facts.splice(1, 0, [t.theirTime, <TimeSpan key="theirs" span={booking} habits={theirs} />]);
  }
  const texts: [string, string | null][] = [
    [t.message, booking.message],
    [t.cancelReason, booking.cancel_reason],
  ];
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-small text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {texts.map(
          ([name, text]) =>
            text && (
              <div key={name} className="col-span-full min-w-0">
                <dt className="text-small text-muted">{name}</dt>
                <dd className="whitespace-pre-line break-words">{text}</dd>
              </div>
            ),
        )}
      </dl>
    </Card>
  );
}
