'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { PageHeading } from '@/components/ui/page-heading';
import { ProofFields } from '@/components/ui/proof-fields';
import { TextField } from '@/components/ui/text-field';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { focusHeading } from '@/lib/focus';
import { credentials } from '@/lib/i18n/en/credentials';
import { settings } from '@/lib/i18n/en/settings';
import { notify } from '@/lib/notify';
import { meQuery } from '@/lib/queries/account';
import { code, email } from '@/lib/validation';

/** Changes the address: first a code is sent to the new one, then it is entered here. */
export function EmailSettings() {
  const t = useTexts(credentials);
  const titles = useTexts(settings);
  const user = useUser();
  const [isOther, setOther] = useState(false);
  const waits = user.new_email !== null && !isOther;

  // One form takes the place of the other, which had the focus.
  function change(toOther: boolean) {
    setOther(toOther);
    focusHeading();
  }

  return (
    <>
      <PageHeading title={titles.email} text={t.emailText(user.email)} />
      <Card className="flex flex-col gap-6">
        {waits ? (
          <>
            <Alert kind="info">{t.pending(user.new_email ?? '')}</Alert>
            <CodeForm />
            <Button look="link" size="inline" className="self-start" onClick={() => change(true)}>
              {t.otherAddress}
            </Button>
          </>
        ) : (
          <AddressForm onSent={() => change(false)} />
        )}
      </Card>
    </>
  );
}

function AddressForm({ onSent }: { onSent: () => void }) {
  const t = useTexts(credentials);
  const client = useQueryClient();
  const { owner, shape, fieldOf, prove } = useProof();
  const { submit, field, failure, isBusy } = useApiForm({
    draft: 'email',
    schema: z.object({ ...shape, new_email: email() }),
    fieldOf: { ...fieldOf, same_email: 'new_email' },
    onSubmit: async (values) => {
      const body = { ...values, new_email: values.new_email.trim() };
      await prove(() => UsersService.changeEmail({ body }));
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      onSent();
    },
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      <TextField
        type="email"
        label={t.newEmail}
        hint={t.undoHint}
        autoComplete="email"
        {...field('new_email')}
      />
      <ProofFields owner={owner} password={field('password')} code={field('code')} />
      <Button type="submit" busy={isBusy} className="self-start">
        {t.sendCode}
      </Button>
    </Form>
  );
}

function CodeForm() {
  const t = useTexts(credentials);
  const client = useQueryClient();
  const digits = useConfig()?.code.digits ?? 6;
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object({ code: code(digits) }),
    fieldOf: { invalid_code: 'code' },
    onSubmit: async (values) => {
      await UsersService.verifyEmail({ body: { code: values.code.replace(/\D/g, '') } });
      await client.invalidateQueries();
      focusHeading();
      notify({ kind: 'success', text: t.emailChanged });
    },
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      <TextField
        label={t.codeLabel}
        inputMode="numeric"
        autoComplete="one-time-code"
        {...field('code')}
      />
      <Button type="submit" busy={isBusy} className="self-start">
        {t.confirm}
      </Button>
    </Form>
  );
}
