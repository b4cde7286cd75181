'use client';

import { useQuery } from '@tanstack/react-query';

import { DataCard } from '@/components/dashboard/data-card';
import { MoreLink } from '@/components/dashboard/more-link';
import { RowsPending } from '@/components/dashboard/rows-pending';
import { SecurityEvent } from '@/components/ui/security-event';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { latestEventsQuery } from '@/lib/queries/security';

/** What happened to the account last. */
export function LatestEvents() {
  const t = useTexts(dashboard);
  const query = useQuery(latestEventsQuery);
  return (
    <DataCard
      title={t.events}
      query={query}
      pending={<RowsPending count={3} />}
      action={<MoreLink href={paths.settingsLog}>{t.allEvents}</MoreLink>}
    >
      {(events) => (
        <ol aria-label={t.events} className="divide-y">
          {events.map((event) => (
            <SecurityEvent key={event.id} event={event} />
          ))}
        </ol>
      )}
    </DataCard>
  );
}
