'use client';

import { type ComponentProps, useState } from 'react';

import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { paths } from '@/config/paths';
import { useLogout } from '@/hooks/use-logout';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

type Registered = Omit<ComponentProps<typeof TextField>, 'label'>;

type Props = {
  /**
   * Whose password it is, whether a second factor is on, and whether there may be no password,
   * because a provider is linked: `useProof().owner`.
   */
  owner: { email: string; hasFactor: boolean; isLinked: boolean };
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
      {owner.isLinked && <NoPassword />}
      {owner.hasFactor && <FactorField {...code} />}
    </>
  );
}

/** The way to a password for an account that was made with a provider. */
function NoPassword() {
  const t = useTexts(common);
  const logout = useLogout(paths.forgotPassword);
  return (
    <p className="text-small text-muted">
      {t.noPassword}{' '}
      <Button look="link" size="inline" onClick={() => void logout()}>
        {t.getPassword}
      </Button>
    </p>
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
