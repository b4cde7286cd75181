'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';

import { type PasskeyPublic, PasskeysService } from '@/app/client';
import { NamedRow } from '@/components/settings/named-row';
import { RenameButton } from '@/components/settings/rename-button';
import { Badge } from '@/components/ui/badge';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { Time, TimeAgo } from '@/components/ui/time';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { toProblem, withRecentLogin } from '@/lib/error';
import { passkeys } from '@/lib/i18n/en/passkeys';
import { notify } from '@/lib/notify';
import { passkeysQuery, securityKeys } from '@/lib/queries/security';
import { forgetAllBut } from '@/lib/webauthn';

/** A passkey, which can be renamed and removed. */
export function PasskeyRow({ passkey }: { passkey: PasskeyPublic }) {
  const t = useTexts(passkeys);
  const user = useUser();
  const client = useQueryClient();
  const path = { passkey_id: passkey.id };
  const refresh = () => client.invalidateQueries({ queryKey: securityKeys.all });

  async function rename(name: string) {
    await PasskeysService.renamePasskey({ path, body: { name } });
    await refresh();
  }

  async function remove() {
    try {
      await withRecentLogin(() => PasskeysService.removePasskey({ path }));
    } catch (thrown) {
      // Somebody removed it in another tab.
      if (toProblem(thrown).code !== 'passkey_not_found') throw thrown;
    }
    notify({ kind: 'success', text: t.removed });
    await refresh();
    // Another tab may have added one: only a fresh list is complete.
    const left = await client.fetchQuery({ ...passkeysQuery, staleTime: 0 });
    await forgetAllBut(
      user.id,
      left.map((each) => each.credential_id),
    );
  }

  return (
    <NamedRow
      icon={Fingerprint}
      name={passkey.name}
      badges={<Badge>{passkey.is_synced ? t.synced : t.bound}</Badge>}
      actions={
        <>
          <RenameButton title={t.renameTitle} name={passkey.name} onRename={rename} />
          <ConfirmButton
            size="small"
            aria-label={t.removeOf(passkey.name)}
            title={t.removeTitle(passkey.name)}
            text={t.removeText}
            action={t.remove}
            danger
            onConfirm={remove}
          >
            {t.remove}
          </ConfirmButton>
        </>
      }
    >
      <p>
        {passkey.last_used_at ? (
          <>
            {t.used} <TimeAgo at={passkey.last_used_at} />
          </>
        ) : (
          t.never
        )}
      </p>
      <p>
        {t.addedAt} <Time at={passkey.created_at} as="date" />
      </p>
    </NamedRow>
  );
}
