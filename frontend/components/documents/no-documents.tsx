'use client';

import { FileSearch, FolderOpen } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { useTexts } from '@/hooks/use-texts';
import { type DocumentFilters, isFiltered } from '@/lib/document-filters';
import { documents } from '@/lib/i18n/en/documents';

/** What stands in the place of a list without documents: why, and what one can do. */
export function NoDocuments({
  filters,
  onReset,
}: {
  filters: DocumentFilters;
  onReset: () => void;
}) {
  const t = useTexts(documents);
  if (!isFiltered(filters)) {
    return <Empty icon={FolderOpen} title={t.emptyTitle} text={t.emptyText} />;
  }
  const search = filters.search.trim();
  return (
    <Empty
      icon={FileSearch}
      title={search ? t.nothingFound(search) : t.nothingFiltered}
      text={search ? t.nothingFoundText : undefined}
    >
      <Button look="secondary" onClick={onReset}>
        {t.showAll}
      </Button>
    </Empty>
  );
}
