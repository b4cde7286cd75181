'use client';

import type { BookingPublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Place } from '@/components/ui/place';
import { TimeSpan } from '@/components/ui/time-span';
import { apiUrl } from '@/config/api';
import { APP_NAME } from '@/config/app';
import { useTexts } from '@/hooks/use-texts';
import { calendarLinks } from '@/lib/booking';
import type { Habits } from '@/lib/format';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = { booking: BookingPublic; token: string; habits: Habits };

/** When and where a demo is, and the ways into a calendar. */
export function BookingDetails({ booking, token, habits }: Props) {
  const t = useTexts(bookDemo);
  const links = calendarLinks({ ...booking, title: t.event(APP_NAME) });
  return (
    <>
      <dl className="flex flex-col gap-4">
        <div>
          <dt className="text-small text-muted">{t.when}</dt>
          <dd className="font-medium">
            <TimeSpan span={booking} habits={habits} />
          </dd>
        </div>
        {booking.location && (
          <div>
            <dt className="text-small text-muted">{t.where}</dt>
            <dd className="break-words font-medium">
              <Place text={booking.location} />
            </dd>
          </div>
        )}
      </dl>
      {booking.status === 'confirmed' && (
        <div className="mt-6 flex flex-wrap gap-2 print:hidden">
          {Object.entries(links).map(([calendar, url]) => (
            <Button key={calendar} asChild look="secondary" size="small">
              <a href={url} target="_blank" rel="noreferrer">
                {t.addTo(calendar)}
              </a>
            </Button>
          ))}
          <Button asChild look="secondary" size="small">
            <a href={apiUrl(`/api/v1/book-demo/manage/${token}/ics`)} download>
              {t.calendarFile}
            </a>
          </Button>
          <Button look="quiet" size="small" onClick={() => print()}>
            {t.print}
          </Button>
        </div>
      )}
    </>
  );
}
