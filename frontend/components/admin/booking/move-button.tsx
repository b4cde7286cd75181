'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { BookingForAdmin } from '@/app/client';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';

const MoveDialog = dynamic(() => import('./move-dialog').then((m) => m.MoveDialog), {
  ssr: false,
});

/** Opens the dialog that moves a demo. */
export function MoveButton({ booking }: { booking: BookingForAdmin }) {
  const t = useTexts(bookingPage);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.move}
      </Button>
      {isOpen && <MoveDialog booking={booking} onClose={() => setOpen(false)} />}
    </>
  );
}
