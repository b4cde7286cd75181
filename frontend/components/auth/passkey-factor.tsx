'use client';

import { Fingerprint } from 'lucide-react';
import { z } from 'zod/v4-mini';

import { type Auth, PasskeysService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { factor } from '@/lib/i18n/en/factor';
import { PasskeyError } from '@/lib/passkey-error';
import { choosePasskey, hasPasskeys } from '@/lib/webauthn';

type Props = {
  /** The token of the pending login. */
  pending: string;
  isTrusted: () => boolean;
  complete: (call: () => Promise<{ data: Auth }>) => Promise<void>;
};

/** A passkey in the place of a code, if the browser has them. */
export function PasskeyFactor({ pending, isTrusted, complete }: Props) {
  const t = useTexts(factor);
  const auth = () => pending;
  const { submit, failure, isBusy } = useApiForm({
    schema: z.object({}),
    onSubmit: () =>
      complete(async () => {
        const credential = await choosePasskey(await options());
        const body = { credential, trust_device: isTrusted() };
        return PasskeysService.answerFactor({ body, auth });
      }),
  });

  async function options() {
    try {
      return (await PasskeysService.getFactorOptions({ auth })).data;
    } catch (thrown) {
      const isMissing = toProblem(thrown).code === 'passkey_not_found';
      throw isMissing ? new PasskeyError('missing') : thrown;
    }
  }

  if (!hasPasskeys()) return null;
  return (
    <Form onSubmit={submit} failure={failure}>
      <Button type="submit" look="secondary" busy={isBusy} className="w-full">
        <Fingerprint aria-hidden />
        {t.passkey}
      </Button>
    </Form>
  );
}
