'use client';

import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';

import { ListCard } from '@/components/settings/list-card';
import { PasskeyRow } from '@/components/settings/passkey-row';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { FormProblem } from '@/components/ui/problem';
import { useAddPasskey } from '@/hooks/use-add-passkey';
import { useTexts } from '@/hooks/use-texts';
import { passkeys } from '@/lib/i18n/en/passkeys';
import { settings } from '@/lib/i18n/en/settings';
import { passkeysQuery } from '@/lib/queries/security';
import { hasPasskeys } from '@/lib/webauthn';

/** The passkeys of the account: added, named, removed. */
export function Passkeys() {
  const t = useTexts(passkeys);
  const titles = useTexts(settings);
  const query = useQuery(passkeysQuery);
  const { add, failure, isBusy } = useAddPasskey();
  const isPossible = hasPasskeys();
  return (
    <>
      <PageHeading
        title={titles.passkeys}
        text={t.text}
        action={
          isPossible && (
            <Button busy={isBusy} onClick={add}>
              {t.add}
            </Button>
          )
        }
      />
      {failure && <FormProblem {...failure} key={failure.since} />}
      {!isPossible && (
        <Alert kind="info">
          <p className="font-medium">{t.unsupportedTitle}</p>
          <p>{t.unsupportedText}</p>
        </Alert>
      )}
      <ListCard
        query={query}
        label={t.list}
        row={(passkey) => <PasskeyRow passkey={passkey} />}
        empty={<Empty icon={Fingerprint} title={t.emptyTitle} text={t.emptyText} />}
      />
    </>
  );
}
