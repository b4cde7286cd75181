'use client';

import { useQuery } from '@tanstack/react-query';

import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { documents } from '@/lib/i18n/en/documents';
import { usageQuery } from '@/lib/queries/documents';
import { cn } from '@/lib/utils';

// From this share on the storage is called almost full.
const ALMOST = 0.9;

/** How much of the storage is used, as a line and in words. */
export function StorageUsed() {
  const t = useTexts(documents);
  const { locale } = useHabits();
  const { data, isPending } = useQuery(usageQuery);
  // What is below keeps its place.
  if (isPending) return <p className="w-64 pb-2 text-caption">&nbsp;</p>;
  if (!data) return null;
  const bytes = data.used_bytes / Math.max(1, data.limit_bytes);
  const files = data.files / Math.max(1, data.limit_files);
  const share = Math.min(1, Math.max(bytes, files));
  const isFull = share >= ALMOST;
  // Many small files fill their limit sooner than the bytes do.
  const text =
    files > bytes && isFull
      ? t.usedFiles(data.files, data.limit_files)
      : t.used(formatBytes(data.used_bytes, locale), formatBytes(data.limit_bytes, locale));
  return (
    <div className="flex flex-wrap items-center gap-3 pb-2 text-caption text-muted">
      <div aria-hidden className="h-1 w-24 overflow-hidden rounded-full bg-line">
        <div
          className={cn('h-full rounded-full', isFull ? 'bg-danger' : 'bg-primary')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p className="tabular-nums">{text}</p>
      {isFull && <p className="w-full text-danger">{t.storageFull}</p>}
    </div>
  );
}
