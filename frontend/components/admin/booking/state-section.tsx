'use client';

import type { BookingForAdmin } from '@/app/client';
import { MoveButton } from '@/components/admin/booking/move-button';
import { Section } from '@/components/ui/card';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { useChangeBooking } from '@/hooks/admin/use-change-booking';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';

/** The state of a demo, and those that can follow. Each change is confirmed: none can be undone. */
export function StateSection({ booking }: { booking: BookingForAdmin }) {
  const t = useTexts(bookingPage);
  const { change } = useChangeBooking(booking);
  const { status, name } = booking;
  const hasBegun = Date.parse(booking.start) <= Date.now();
  const isOpen = status === 'confirmed' || status === 'completed' || status === 'no_show';
  return (
    <Section title={t.state}>
      <div className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
        <p>{status === 'confirmed' && hasBegun ? t.begunText : t[`${status}Text`]}</p>
        <div className="flex shrink-0 flex-wrap gap-2 empty:hidden print:hidden">
          {status === 'confirmed' && !hasBegun && <MoveButton booking={booking} />}
          {status === 'confirmed' && !hasBegun && (
            <ConfirmButton
              title={t.declineTitle}
              text={t.declineText(name)}
              action={t.decline}
              danger
              onConfirm={() => change({ status: 'declined' }, t.declined)}
            >
              {t.decline}
            </ConfirmButton>
          )}
          {status === 'declined' && !hasBegun && (
            <ConfirmButton
              title={t.confirmTitle}
              text={t.confirmText(name)}
              action={t.confirm}
              onConfirm={() => change({ status: 'confirmed' }, t.confirmed)}
            >
              {t.confirm}
            </ConfirmButton>
          )}
          {isOpen && hasBegun && status !== 'completed' && (
            <ConfirmButton
              title={t.completeTitle}
              text={t.outcomeText}
              action={t.complete}
              onConfirm={() => change({ status: 'completed' }, t.noted)}
            >
              {t.complete}
            </ConfirmButton>
          )}
          {isOpen && hasBegun && status !== 'no_show' && (
            <ConfirmButton
              title={t.noShowTitle}
              text={t.outcomeText}
              action={t.noShow}
              onConfirm={() => change({ status: 'no_show' }, t.noted)}
            >
              {t.noShow}
            </ConfirmButton>
          )}
        </div>
      </div>
    </Section>
  );
}
