'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';

import type { BookingPublic } from '@/app/client';
import { BookingDetails } from '@/components/book-demo/booking-details';
import { Move } from '@/components/book-demo/move';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { paths } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { bookDemo } from '@/lib/i18n/en/book-demo';
import { bookingQuery } from '@/lib/queries/book-demo';

const CancelDialog = dynamic(() => import('./cancel-dialog').then((m) => m.CancelDialog), {
  ssr: false,
});

/** A booking, and what its visitor can still do with it. */
export function Manage({ booking, token }: { booking: BookingPublic; token: string }) {
  const t = useTexts(bookDemo);
  const { locale } = useHabits();
  const client = useQueryClient();
  const [isMoving, setMoving] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const [isMoved, setMoved] = useState(false);
  const habits = { locale, timeZone: booking.timezone };

  const notes: Record<BookingPublic['status'], string | undefined> = {
    confirmed: undefined,
    cancelled: t.cancelled,
    declined: t.declined,
    completed: t.completed,
    no_show: t.noShow,
  };
  const hasBegun = Date.parse(booking.start) <= Date.now();
  const note = notes[booking.status] ?? (hasBegun ? t.past : undefined);

  function keep(changed: BookingPublic) {
    client.setQueryData(bookingQuery(token).queryKey, changed);
  }

  return (
    <>
      {note && <Alert kind="info">{note}</Alert>}
      {isMoved && !note && (
        <Alert kind="success" live>
          {t.moved}
        </Alert>
      )}
      <Card>
        <BookingDetails booking={booking} token={token} habits={habits} />
      </Card>
      {note && booking.status !== 'completed' && (
        <Button asChild className="self-start">
          <Link href={paths.bookDemo}>{t.bookAnother}</Link>
        </Button>
      )}
      {!note && isMoving && (
        <Move
          booking={booking}
          token={token}
          onMoved={(moved) => {
            keep(moved);
            setMoving(false);
            setMoved(true);
          }}
          onKeep={() => setMoving(false)}
        />
      )}
      {!note && !isMoving && (
        <div className="flex flex-wrap gap-3 print:hidden">
          <Button onClick={() => setMoving(true)}>{t.move}</Button>
          <Button look="secondary" onClick={() => setCancelling(true)}>
            {t.cancelDemo}
          </Button>
        </div>
      )}
      {isCancelling && (
        <CancelDialog token={token} onCancelled={keep} onClose={() => setCancelling(false)} />
      )}
    </>
  );
}
