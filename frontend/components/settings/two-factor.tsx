'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { TwoFaSetup } from '@/app/client';
import { FactorOff } from '@/components/settings/factor-off';
import { FactorOn } from '@/components/settings/factor-on';
import { FactorSetup } from '@/components/settings/factor-setup';
import { RecoveryCodes } from '@/components/settings/recovery-codes';
import { Badge } from '@/components/ui/badge';
import { PageHeading } from '@/components/ui/page-heading';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { focusHeading } from '@/lib/focus';
import { settings } from '@/lib/i18n/en/settings';
import { twoFactor } from '@/lib/i18n/en/two-factor';

/** The second factor: set up, its recovery codes, switched off. */
export function TwoFactor() {
  const t = useTexts(twoFactor);
  const titles = useTexts(settings);
  const user = useUser();
  const client = useQueryClient();
  const [setup, setSetup] = useState<TwoFaSetup>();
  // Shown once, and never stored.
  const [codes, setCodes] = useState<string[]>();

  // Each step takes the place of the one that had the focus.
  function begin(made: TwoFaSetup) {
    setSetup(made);
    focusHeading();
  }

  function keep() {
    setCodes(undefined);
    focusHeading();
  }

  async function show(made: string[]) {
    setSetup(undefined);
    setCodes(made);
    await client.invalidateQueries();
  }

  return (
    <>
      <PageHeading
        title={titles.twoFactor}
        text={t.text}
        action={
          user.two_fa_enabled ? (
            <Badge look="success">{t.on}</Badge>
          ) : (
            <Badge look="neutral">{t.off}</Badge>
          )
        }
      />
      {codes ? (
        <RecoveryCodes codes={codes} onKept={keep} />
      ) : user.two_fa_enabled ? (
        <FactorOn left={user.recovery_codes_left ?? 0} onCodes={show} />
      ) : setup ? (
        <FactorSetup setup={setup} onCodes={show} onAgain={() => setSetup(undefined)} />
      ) : (
        <FactorOff onSetup={begin} />
      )}
    </>
  );
}
