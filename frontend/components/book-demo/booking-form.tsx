'use client';

import { useState } from 'react';
import { z } from 'zod/v4-mini';

import { BookDemoService, type BookingCreated, type DemoSlot } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Textarea } from '@/components/ui/input';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useLanguage, useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { bookDemo } from '@/lib/i18n/en/book-demo';
import { newKeys } from '@/lib/idempotency';
import { email, required } from '@/lib/validation';

const schema = z.object({
  name: required(),
  email: email(),
  company: z.string(),
  message: z.string(),
  website: z.string(),
});

type Props = {
  slot: DemoSlot;
  timeZone: string;
  onBooked: (booking: BookingCreated, email: string) => void;
  /** Called if the time is no longer free. The form keeps its entries. */
  onTaken: () => void;
};

/** Who books a demo. The field `website` is for robots: people do not see it. */
export function BookingForm({ slot, timeZone, onBooked, onTaken }: Props) {
  const t = useTexts(bookDemo);
  const language = useLanguage();
  const [keyFor] = useState(newKeys);
  const { submit, field, failure, isBusy } = useApiForm({
    schema,
    fieldOf: { work_email_required: 'email' },
    onSubmit: async ({ company, message, ...values }) => {
      const body = {
        ...values,
        company: company.trim() || null,
        message: message.trim() || null,
        start: slot.start,
        timezone: timeZone,
      };
      try {
        const headers = { 'Accept-Language': language, 'idempotency-key': keyFor(body) };
        onBooked((await BookDemoService.book({ body, headers })).data, values.email.trim());
      } catch (thrown) {
        const { code } = toProblem(thrown);
        if (code !== 'slot_taken' && code !== 'slot_unavailable') throw thrown;
        onTaken();
      }
    },
  });
  const { error: messageError, ...message } = field('message');
  const { error: _, ...website } = field('website');
  return (
    <Form onSubmit={submit} failure={failure}>
      <TextField label={t.name} autoComplete="name" maxLength={200} {...field('name')} />
      <TextField type="email" label={t.email} autoComplete="email" {...field('email')} />
      <TextField
        label={t.optional(t.company)}
        autoComplete="organization"
        maxLength={200}
        {...field('company')}
      />
      <Field label={t.optional(t.message)} error={messageError}>
        {(control) => <Textarea maxLength={2000} {...message} {...control} />}
      </Field>
      <div aria-hidden className="sr-only">
        <label>
          {t.website}
          <input {...website} tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <Button type="submit" size="large" busy={isBusy}>
        {t.book}
      </Button>
    </Form>
  );
}
