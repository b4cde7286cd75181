'use client';

import { useQueryClient } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';

import { type ApiTokenPublic, ApiTokensService } from '@/app/client';
import { NamedRow } from '@/components/settings/named-row';
import { RenameButton } from '@/components/settings/rename-button';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { Time, TimeAgo } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { apiTokens } from '@/lib/i18n/en/api-tokens';
import { notify } from '@/lib/notify';
import { apiTokensQuery } from '@/lib/queries/api-tokens';

/** An API token, which can be renamed and revoked. */
export function ApiTokenRow({ token }: { token: ApiTokenPublic }) {
  const t = useTexts(apiTokens);
  const client = useQueryClient();
  const path = { token_id: token.id };
  const { name, last_used_at: usedAt, expires_at: expiresAt } = token;

  async function rename(name: string) {
    await ApiTokensService.renameApiToken({ path, body: { name } });
    await client.invalidateQueries(apiTokensQuery);
  }

  async function revoke() {
    try {
      await ApiTokensService.revokeApiToken({ path });
    } catch (thrown) {
      // Somebody revoked it in another tab, or it has expired.
      if (toProblem(thrown).code !== 'api_token_not_found') throw thrown;
    }
    notify({ kind: 'success', text: t.revoked });
    await client.invalidateQueries(apiTokensQuery);
  }

  return (
    <NamedRow
      icon={SquareTerminal}
      name={name}
      actions={
        <>
          <RenameButton title={t.renameTitle} name={name} onRename={rename} />
          <ConfirmButton
            size="small"
            aria-label={t.revokeOf(name)}
            title={t.revokeTitle(name)}
            text={t.revokeText}
            action={t.revoke}
            danger
            onConfirm={revoke}
          >
            {t.revoke}
          </ConfirmButton>
        </>
      }
    >
      <p>{token.scopes.map((scope) => t.scopes[scope]).join(' · ')}</p>
      <p>
        {usedAt ? (
          <>
            {t.used} <TimeAgo at={usedAt} />
          </>
        ) : (
          t.never
        )}
      </p>
      <p>
        {t.createdAt} <Time at={token.created_at} as="date" /> ·{' '}
        {expiresAt ? (
          <>
            {t.expires} <Time at={expiresAt} as="date" />
          </>
        ) : (
          t.forever
        )}
      </p>
    </NamedRow>
  );
}
