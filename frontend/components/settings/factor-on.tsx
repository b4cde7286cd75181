'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { TwoFaService } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { ProofFields } from '@/components/ui/proof-fields';
import { useApiForm } from '@/hooks/use-api-form';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { focusHeading } from '@/lib/focus';
import { areFew } from '@/lib/hints';
import { twoFactor } from '@/lib/i18n/en/two-factor';
import { notify } from '@/lib/notify';

type Props = { left: number; onCodes: (codes: string[]) => Promise<void> };

/** A second factor that is on: its recovery codes, and the way to switch it off. */
export function FactorOn({ left, onCodes }: Props) {
  const t = useTexts(twoFactor);
  const client = useQueryClient();
  return (
    <>
      <Alert kind={areFew(left) ? 'warning' : 'info'}>
        {t.left(left)} {areFew(left) && t.few}
      </Alert>
      <Section title={t.renew} text={t.renewText}>
        <Proof
          button={t.renew}
          onProof={async (body) =>
            onCodes((await TwoFaService.regenerateCodes({ body })).data.recovery_codes)
          }
        />
      </Section>
      <Section title={t.disable} text={t.disableText}>
        <Proof
          button={t.disable}
          danger
          onProof={async (body) => {
            await TwoFaService.disable({ body });
            notify({ kind: 'success', text: t.disabled });
            focusHeading();
            await client.invalidateQueries();
          }}
        />
      </Section>
    </>
  );
}

function Proof(props: {
  button: string;
  danger?: boolean;
  onProof: (body: { password: string; code: string }) => Promise<void>;
}) {
  const { owner, shape, fieldOf, prove } = useProof();
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object(shape),
    fieldOf,
    onSubmit: ({ password, code }) => prove(() => props.onProof({ password, code: code ?? '' })),
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      <ProofFields owner={owner} password={field('password')} code={field('code')} />
      <Button
        type="submit"
        look={props.danger ? 'danger' : 'secondary'}
        busy={isBusy}
        className="self-start"
      >
        {props.button}
      </Button>
    </Form>
  );
}
