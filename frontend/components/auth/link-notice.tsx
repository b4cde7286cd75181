'use client';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { saveSteps, type Steps } from '@/lib/auth';
import { provider } from '@/lib/i18n/en/provider';

/** Says that the next login is linked to a person at a provider, and takes that back. */
export function LinkNotice({ arrival }: { arrival: NonNullable<Steps['arrival']> }) {
  const t = useTexts(provider);
  const { provider_name: name, email } = arrival;
  return (
    <Alert kind="info" className="mb-5">
      <p>{email ? t.linkNoticeOf(name, email) : t.linkNotice(name)}</p>
      <Button look="link" size="inline" onClick={() => saveSteps({ arrival: undefined })}>
        {t.doNotLink}
      </Button>
    </Alert>
  );
}
