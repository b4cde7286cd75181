'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';

import { DocumentView } from '@/components/documents/view/document-view';
import { GoneDocument } from '@/components/documents/view/gone-document';
import { ViewSkeleton } from '@/components/documents/view/view-skeleton';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useDocumentAddress } from '@/hooks/documents/use-document-address';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';
import { findInLists } from '@/lib/queries/document-lists';
import { documentQuery } from '@/lib/queries/documents';

// How often a document is asked for until its text is read, in milliseconds.
const SOON = 3000;

/** Loads the document of the address. */
export function DocumentLoader() {
  const t = useTexts(texts);
  const client = useQueryClient();
  const { id } = useDocumentAddress();
  const { data, error, refetch } = useQuery({
    ...documentQuery(id),
    enabled: id !== '',
    // From one to the next of a list, nothing disappears.
    placeholderData: () => findInLists(client, id),
    refetchInterval: ({ state }) => (state.data?.text_status === 'pending' ? SOON : false),
  });
  const status = error && toProblem(error).status;
  // An address that is no id is a wrong input for the API.
  if (id === '' || status === 404 || status === 422) return <GoneDocument />;
  if (data) return <DocumentView document={data} />;
  if (!error) return <ViewSkeleton />;
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.pageTitle} />
      <LoadProblem thrown={error} onRetry={() => void refetch()} />
    </div>
  );
}
