'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';

import { DocumentsService } from '@/app/client';
import { Preview } from '@/components/documents/preview';
import { Button } from '@/components/ui/button';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { apiUrl } from '@/config/api';
import { paths } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { handleError } from '@/lib/error';
import { formatBytes } from '@/lib/format';
import { viewer } from '@/lib/i18n/en/viewer';
import { documentQuery } from '@/lib/queries/documents';

/** One document: what it is, what is in it, and its file. `?id=` names it. */
export function DocumentViewer() {
  const t = useTexts(viewer);
  const { locale } = useHabits();
  const id = useSearchParams().get('id') ?? '';
  const { data, error, refetch } = useQuery(documentQuery(id));
  const download = useMutation({
    mutationFn: () => DocumentsService.getDownloadLink({ path: { document_id: id } }),
    onSuccess: (reply) => location.assign(apiUrl(reply.data.url)),
    onError: handleError,
  });
  if (error) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96" />;
  return (
    <div className="flex flex-col gap-6">
      <Link
        href={paths.documents}
        className="self-start rounded-control text-small text-link underline underline-offset-4"
      >
        {t.back}
      </Link>
      <PageHeading
        title={data.title}
        text={`${data.name} · ${formatBytes(data.size, locale)}`}
        action={
          <Button busy={download.isPending} onClick={() => download.mutate()}>
            {t.download}
          </Button>
        }
      />
      <Preview document={data} />
    </div>
  );
}
