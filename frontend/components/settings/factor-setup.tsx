'use client';

import { z } from 'zod/v4-mini';

import { TwoFaService, type TwoFaSetup } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { twoFactor } from '@/lib/i18n/en/two-factor';
import { code } from '@/lib/validation';

// RFC 6238 as authenticator apps speak it.
const schema = z.object({ code: code(6) });

type Props = {
  setup: TwoFaSetup;
  onCodes: (codes: string[]) => Promise<void>;
  onAgain: () => void;
};

/** The second step of a set-up: the secret goes into the app, its first code comes back. */
export function FactorSetup({ setup, onCodes, onAgain }: Props) {
  const t = useTexts(twoFactor);
  const { submit, field, failure, isBusy } = useApiForm({
    schema,
    fieldOf: { wrong_code: 'code' },
    onSubmit: async (values) => {
      const body = { code: values.code.replace(/\D/g, '') };
      await onCodes((await TwoFaService.enable({ body })).data.recovery_codes);
    },
  });
  const picture = `data:image/svg+xml;base64,${btoa(setup.qr_svg)}`;
  return (
    <Card className="flex flex-col gap-6">
      <p>{t.scan}</p>
      {/* Read by phones on white only. */}
      {/* eslint-disable-next-line @next/next/no-img-element -- it is data, not a file */}
      <img src={picture} alt={t.qr} className="size-48 self-center rounded-control bg-paper p-2" />
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0">
          <span className="text-small text-muted">{`${t.secret}: `}</span>
          <code className="break-all font-mono text-small">{setup.secret}</code>
        </p>
        <CopyButton text={setup.secret} />
      </div>
      <Form onSubmit={submit} failure={failure}>
        <TextField
          label={t.firstCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...field('code')}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={isBusy}>
            {t.enable}
          </Button>
          <Button look="quiet" onClick={onAgain}>
            {t.startAgain}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
