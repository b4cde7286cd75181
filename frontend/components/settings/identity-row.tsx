'use client';

import { useQueryClient } from '@tanstack/react-query';
import { IdCard } from 'lucide-react';

import { type IdentityPublic, OidcService } from '@/app/client';
import { NamedRow } from '@/components/settings/named-row';
import { Badge } from '@/components/ui/badge';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { Time, TimeAgo } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { toProblem, withRecentLogin } from '@/lib/error';
import { providers } from '@/lib/i18n/en/providers';
import { notify } from '@/lib/notify';
import { securityKeys } from '@/lib/queries/security';

/** A linked login at a provider, which can be unlinked. */
export function IdentityRow({ identity }: { identity: IdentityPublic }) {
  const t = useTexts(providers);
  const client = useQueryClient();
  const name = identity.provider_name;

  async function unlink() {
    try {
      const path = { identity_id: identity.id };
      await withRecentLogin(() => OidcService.unlink({ path }));
    } catch (thrown) {
      // Somebody unlinked it in another tab.
      if (toProblem(thrown).code !== 'identity_not_found') throw thrown;
    }
    notify({ kind: 'success', text: t.unlinked(name) });
    await client.invalidateQueries({ queryKey: securityKeys.all });
  }

  return (
    <NamedRow
      icon={IdCard}
      name={name}
      badges={identity.provider_id === null && <Badge>{t.gone}</Badge>}
      actions={
        <ConfirmButton
          size="small"
          aria-label={t.unlinkOf(name)}
          title={t.unlinkTitle(name)}
          text={t.unlinkText}
          action={t.unlink}
          danger
          onConfirm={unlink}
        >
          {t.unlink}
        </ConfirmButton>
      }
    >
      {identity.email && <p className="break-all">{identity.email}</p>}
      <p>
        {identity.last_used_at ? (
          <>
            {t.used} <TimeAgo at={identity.last_used_at} />
          </>
        ) : (
          t.never
        )}
      </p>
      <p>
        {t.linkedAt} <Time at={identity.linked_at} as="date" />
      </p>
    </NamedRow>
  );
}
