'use client';

import { useEffect, useRef, useState } from 'react';
import { z } from 'zod/v4-mini';

import type { BookingForAdmin } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Conflict } from '@/components/ui/conflict';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Textarea } from '@/components/ui/input';
import { useChangeBooking } from '@/hooks/admin/use-change-booking';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';
import { common } from '@/lib/i18n/en/common';
import { notify } from '@/lib/notify';

// The bound of the API.
const LONGEST = 2000;

const schema = z.object({
  notes: z.string(),
  /** The booking whose notes were there when one began. */
  base: z.custom<BookingForAdmin>(),
});

const toValues = (booking: BookingForAdmin) => ({ notes: booking.notes ?? '', base: booking });

/** What the team writes down about a demo. If somebody else was faster, one of both is chosen. */
export function NotesSection({ booking }: { booking: BookingForAdmin }) {
  const t = useTexts(bookingPage);
  const words = useTexts(common);
  const { note } = useChangeBooking(booking);
  const [theirs, setTheirs] = useState<BookingForAdmin>();
  const { submit, field, failure, isBusy, watch, reset, setValue, setFocus, formState } =
    useApiForm({
      draft: `notes ${booking.id}`,
      schema,
      defaultValues: toValues(booking),
      onSubmit: async ({ notes, base }) => {
        const known = booking.notes === base.notes ? booking : base;
        const { booking: now, hasConflict } = await note(known, notes);
        if (hasConflict) return setTheirs(now);
        finish(now);
        notify({ kind: 'success', text: t.notesSaved });
      },
    });
  const { isDirty } = formState;
  const hadConflict = useRef(false);
  useEffect(() => {
    // The buttons of the choice are gone. Before a reset, which forgets the field.
    if (!theirs && hadConflict.current) setFocus('notes');
    hadConflict.current = theirs !== undefined;
  }, [theirs, setFocus]);
  const shown = useRef(booking);
  useEffect(() => {
    // What is loaded anew is shown, unless somebody is writing.
    if (shown.current !== booking && !isDirty) reset(toValues(booking));
    shown.current = booking;
  }, [booking, isDirty, reset]);

  function finish(now: BookingForAdmin) {
    reset(toValues(now));
    setTheirs(undefined);
  }

  function takeMine() {
    if (theirs) setValue('base', theirs);
    void submit();
  }

  const { error, ...input } = field('notes');
  return (
    <Section title={t.notes} text={t.notesText}>
      <p className="hidden whitespace-pre-line break-words print:block">{watch('notes')}</p>
      <Form onSubmit={submit} failure={failure} className="print:hidden">
        {theirs ? (
          <Conflict
            texts={t}
            theirs={theirs.notes ?? ''}
            mine={watch('notes')}
            isBusy={isBusy}
            onTheirs={() => finish(theirs)}
            onMine={takeMine}
          />
        ) : (
          <>
            <Field label={t.notes} error={error}>
              {(control) => <Textarea maxLength={LONGEST} {...input} {...control} />}
            </Field>
            <Button type="submit" look="secondary" busy={isBusy} className="self-start">
              {words.save}
            </Button>
          </>
        )}
      </Form>
    </Section>
  );
}
