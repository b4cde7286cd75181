'use client';

import { z } from 'zod/v4-mini';

import type { BookingForAdmin } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Textarea } from '@/components/ui/input';
import { useChangeBooking } from '@/hooks/admin/use-change-booking';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { bookingPage } from '@/lib/i18n/en/booking-page';
import { common } from '@/lib/i18n/en/common';

// The bound of the API.
const LONGEST = 2000;

const schema = z.object({ notes: z.string() });

/** What the team writes down about a demo. */
export function NotesSection({ booking }: { booking: BookingForAdmin }) {
  const t = useTexts(bookingPage);
  const words = useTexts(common);
  const change = useChangeBooking(booking);
  const { submit, field, failure, isBusy, watch } = useApiForm({
    schema,
    defaultValues: { notes: booking.notes ?? '' },
    onSubmit: ({ notes }) => change({ notes }, t.notesSaved),
  });
  const { error, ...input } = field('notes');
  return (
    <Section title={t.notes} text={t.notesText}>
      <p className="hidden whitespace-pre-line break-words print:block">{watch('notes')}</p>
      <Form onSubmit={submit} failure={failure} className="print:hidden">
        <Field label={t.notes} error={error}>
          {(control) => <Textarea maxLength={LONGEST} {...input} {...control} />}
        </Field>
        <Button type="submit" look="secondary" busy={isBusy} className="self-start">
          {words.save}
        </Button>
      </Form>
    </Section>
  );
}
