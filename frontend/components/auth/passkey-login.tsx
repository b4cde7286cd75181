'use client';

import { Fingerprint } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { usePasskeyLogin } from '@/hooks/use-passkey-login';
import { useTexts } from '@/hooks/use-texts';
import { auth } from '@/lib/i18n/en/auth';
import { hasPasskeys } from '@/lib/webauthn';

const OR =
  'my-5 flex items-center gap-3 text-small text-muted before:grow before:border-t before:border-line after:grow after:border-t after:border-line';

/** The login with a passkey and nothing else, if the browser has them. */
export function PasskeyLogin() {
  const t = useTexts(auth);
  const { submit, isBusy, failure } = usePasskeyLogin();
  if (!hasPasskeys()) return null;
  return (
    <>
      <p className={OR}>{t.or}</p>
      <Form onSubmit={submit} failure={failure}>
        <Button type="submit" look="secondary" busy={isBusy} className="w-full">
          <Fingerprint aria-hidden />
          {t.passkeyLogin}
        </Button>
      </Form>
    </>
  );
}
