'use client';

import { PasskeyLogin } from '@/components/auth/passkey-login';
import { Or } from '@/components/ui/or';
import { ProviderButton } from '@/components/ui/provider-button';
import { useProviders } from '@/hooks/use-providers';
import { useTexts } from '@/hooks/use-texts';
import { provider as texts } from '@/lib/i18n/en/provider';
import { hasPasskeys } from '@/lib/webauthn';

/** The ways in without a password: a passkey, if the form wants one, and each provider. */
export function OtherWays({ hasPasskey = false }: { hasPasskey?: boolean }) {
  const t = useTexts(texts);
  const providers = useProviders();
  const isPasskey = hasPasskey && hasPasskeys();
  if (!isPasskey && providers.length === 0) return null;
  return (
    <>
      <Or />
      <div className="flex flex-col gap-3">
        {isPasskey && <PasskeyLogin />}
        {providers.map((provider) => (
          <ProviderButton
            key={provider.id}
            provider={provider}
            flow={{ purpose: 'login' }}
            label={t.continueWith(provider.name)}
          />
        ))}
      </div>
    </>
  );
}
