'use client';

import { type ComponentProps, useState } from 'react';

import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

type Registered = Omit<ComponentProps<typeof TextField>, 'label'>;

type Props = {
  /** Whose password it is, and whether a second factor is on: `useProof().owner`. */
  owner: { email: string; hasFactor: boolean };
  label?: string;
  password: Registered;
  code: Registered;
};

/** The fields that prove who one is: the password, and a code if there is a second factor. */
export function ProofFields({ owner, label, password, code }: Props) {
  const t = useTexts(common);
  return (
    <>
      {/* For password managers: which account the password belongs to. */}
      <input hidden readOnly type="email" autoComplete="username" value={owner.email} />
      <PasswordField {...password} label={label ?? t.password} autoComplete="current-password" />
      {owner.hasFactor && <FactorField {...code} />}
    </>
  );
}

/** A code of the app. A recovery code has letters, so it wants another keyboard. */
function FactorField(field: Registered) {
  const t = useTexts(common);
  const [isRecovery, setRecovery] = useState(false);
  return (
    <div className="flex flex-col items-start gap-2">
      <TextField
        {...field}
        label={isRecovery ? t.recoveryCode : t.code}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        autoCapitalize="characters"
        spellCheck={false}
        className="w-full"
      />
      <Button
        look="link"
        size="inline"

        onClick={() => setRecovery(!isRecovery)}
      >
        {isRecovery ? t.useApp : t.useRecoveryCode}
      </Button>
    </div>
  );
}
