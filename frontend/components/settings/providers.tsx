'use client';

import { useQuery } from '@tanstack/react-query';
import { IdCard } from 'lucide-react';

import { IdentityRow } from '@/components/settings/identity-row';
import { ListCard } from '@/components/settings/list-card';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { ProviderButton } from '@/components/ui/provider-button';
import { useProviders } from '@/hooks/use-providers';
import { useTexts } from '@/hooks/use-texts';
import { providers as texts } from '@/lib/i18n/en/providers';
import { settings } from '@/lib/i18n/en/settings';
import { identitiesQuery } from '@/lib/queries/security';

/** The logins at other providers that are linked to the account: linked and unlinked. */
export function Providers() {
  const t = useTexts(texts);
  const titles = useTexts(settings);
  const query = useQuery(identitiesQuery);
  const providers = useProviders();
  return (
    <>
      <PageHeading title={titles.providers} text={t.text} />
      <ListCard
        query={query}
        label={t.list}
        row={(identity) => <IdentityRow identity={identity} />}
        empty={<Empty icon={IdCard} title={t.emptyTitle} text={t.emptyText} />}
      />
      <div className="flex flex-col gap-3 sm:w-72">
        {providers.map((provider) => (
          <ProviderButton
            key={provider.id}
            provider={provider}
            flow={{ purpose: 'link' }}
            label={t.link(provider.name)}
          />
        ))}
      </div>
    </>
  );
}
