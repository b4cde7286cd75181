'use client';

import { useQuery } from '@tanstack/react-query';
import { FileText, FolderOpen } from 'lucide-react';
import Link from 'next/link';

import { DataCard } from '@/components/dashboard/data-card';
import { MoreLink } from '@/components/dashboard/more-link';
import { RowsPending } from '@/components/dashboard/rows-pending';
import { Bytes } from '@/components/ui/bytes';
import { Empty } from '@/components/ui/empty';
import { TimeAgo } from '@/components/ui/time';
import { documentPath, paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { latestDocumentsQuery } from '@/lib/queries/documents';

/** The documents that changed last. */
export function LatestDocuments() {
  const t = useTexts(dashboard);
  const query = useQuery(latestDocumentsQuery);
  return (
    <DataCard
      title={t.documents}
      query={query}
      pending={<RowsPending count={5} />}
      action={<MoreLink href={paths.documents}>{t.allDocuments}</MoreLink>}
    >
      {(documents) =>
        documents.length === 0 ? (
          <Empty icon={FolderOpen} title={t.noDocuments} text={t.noDocumentsText} />
        ) : (
          <ul aria-label={t.documents} className="divide-y">
            {documents.map((document) => (
              <li key={document.id} className="flex gap-4 py-3 first:pt-0 last:pb-0">
                <FileText aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
                <div className="min-w-0">
                  <Link
                    href={documentPath(document.id)}
                    className="block min-h-6 break-words font-medium hover:underline"
                  >
                    {document.title}
                  </Link>
                  <p className="text-small text-muted">
                    <Bytes value={document.size} />
                    {' · '}
                    <TimeAgo at={document.updated_at} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </DataCard>
  );
}
