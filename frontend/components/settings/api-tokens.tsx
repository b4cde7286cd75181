'use client';

import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import { ApiTokenRow } from '@/components/settings/api-token-row';
import { ListCard } from '@/components/settings/list-card';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { apiTokens } from '@/lib/i18n/en/api-tokens';
import { settings } from '@/lib/i18n/en/settings';
import { apiTokensQuery } from '@/lib/queries/api-tokens';

const ApiTokenDialog = dynamic(() => import('./api-token-dialog').then((m) => m.ApiTokenDialog), {
  ssr: false,
});

/** The tokens of programs that act for the account. */
export function ApiTokens() {
  const t = useTexts(apiTokens);
  const titles = useTexts(settings);
  const query = useQuery(apiTokensQuery);
  const [isMaking, setMaking] = useState(false);
  return (
    <>
      <PageHeading
        title={titles.apiTokens}
        text={t.text}
        action={<Button onClick={() => setMaking(true)}>{t.create}</Button>}
      />
      <ListCard
        query={query}
        label={t.list}
        row={(token) => <ApiTokenRow token={token} />}
        empty={<Empty icon={SquareTerminal} title={t.emptyTitle} text={t.emptyText} />}
      />
      {isMaking && <ApiTokenDialog onClose={() => setMaking(false)} />}
    </>
  );
}
