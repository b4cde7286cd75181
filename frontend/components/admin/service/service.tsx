'use client';

import { JobsSection } from '@/components/admin/service/jobs-section';
import { RunningSection } from '@/components/admin/service/running-section';
import { StorageSection } from '@/components/admin/service/storage-section';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { service } from '@/lib/i18n/en/service';

/** What is running: the version, whether it works, background jobs, storage. */
export function Service() {
  const t = useTexts(service);
  return (
    <>
      <PageHeading title={t.title} text={t.text} />
      <RunningSection />
      <StorageSection />
      <JobsSection />
    </>
  );
}
