'use client';

import { FileQuestion } from 'lucide-react';
import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

/** What stands in the place of a document that is not there, or not of this user. */
export function GoneDocument() {
  const t = useTexts(texts);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.pageTitle} />
      <div className="rounded-card border bg-raised">
        <Empty icon={FileQuestion} title={t.goneTitle} text={t.goneText}>
          <div className="flex flex-wrap justify-center gap-3">
            <Button asChild>
              <Link href={paths.documents}>{t.toList}</Link>
            </Button>
            <Button asChild look="secondary">
              <Link href={paths.trash}>{t.toTrash}</Link>
            </Button>
          </div>
        </Empty>
      </div>
    </div>
  );
}
