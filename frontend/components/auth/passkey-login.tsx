'use client';

import { Fingerprint } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { usePasskeyLogin } from '@/hooks/use-passkey-login';
import { useTexts } from '@/hooks/use-texts';
import { auth } from '@/lib/i18n/en/auth';

/** The login with a passkey and nothing else, for browsers that have them. */
export function PasskeyLogin() {
  const t = useTexts(auth);
  const { submit, isBusy, failure } = usePasskeyLogin();
  return (
    <Form onSubmit={submit} failure={failure}>
      <Button type="submit" look="secondary" busy={isBusy} className="w-full">
        <Fingerprint aria-hidden />
        {t.passkeyLogin}
      </Button>
    </Form>
  );
}
