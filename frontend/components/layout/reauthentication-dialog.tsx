'use client';

import { z } from 'zod/v4-mini';

import { type IdentityPublic, UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { Or } from '@/components/ui/or';
import { ProofFields } from '@/components/ui/proof-fields';
import { ProviderButton } from '@/components/ui/provider-button';
import { useApiForm } from '@/hooks/use-api-form';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

/**
 * Asks for the password, and answers whether it was given and accepted. A linked provider
 * proves the same, but leaves the page: the step is repeated after it.
 */
export function ReauthenticationDialog({ onAnswer }: { onAnswer: (isGiven: boolean) => void }) {
  const t = useTexts(common);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      title={t.confirmIdentity}
      text={t.confirmIdentityText}
    >
      <PasswordForm onDone={() => onAnswer(true)} onCancel={() => onAnswer(false)} />
    </Dialog>
  );
}

function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useTexts(common);
  const { owner, identities, shape, fieldOf, prove } = useProof();
  const providers = providersOf(identities);
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object(shape),
    fieldOf,
    onSubmit: async (values) => {
      await prove(() => UsersService.reauthenticate({ body: values }));
      onDone();
    },
  });
  return (
    <>
      <Form onSubmit={submit} failure={failure}>
        <ProofFields owner={owner} password={field('password')} code={field('code')} />
        <DialogButtons>
          <Button look="secondary" onClick={onCancel}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {t.confirm}
          </Button>
        </DialogButtons>
      </Form>
      {providers.length > 0 && <Or />}
      <div className="flex flex-col gap-3">
        {providers.map((provider) => (
          <ProviderButton
            key={provider.id}
            provider={provider}
            flow={{ purpose: 'proof', hasFactor: owner.hasFactor }}
            label={t.proveAt(provider.name)}
          />
        ))}
      </div>
    </>
  );
}

/** Return the providers of linked logins, each once, without those that are out of use. */
function providersOf(identities: IdentityPublic[]) {
  const names = new Map<string, string>();
  for (const { provider_id: id, provider_name: name } of identities) if (id) names.set(id, name);
  return [...names].map(([id, name]) => ({ id, name }));
}
