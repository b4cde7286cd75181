'use client';

import { X } from 'lucide-react';

import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { type DocumentFilters, NO_FILTERS } from '@/lib/document-filters';
import { formatDate } from '@/lib/format';
import { documents } from '@/lib/i18n/en/documents';
import { kindOf } from '@/lib/media-types';

type Props = {
  filters: DocumentFilters;
  onChange: (change: Partial<DocumentFilters>) => void;
};

/** The filters that are on; each can be taken away. */
export function ActiveFilters({ filters, onChange }: Props) {
  const t = useTexts(documents);
  const { locale } = useHabits();
  // A day has no zone.
  const day = (date: string) => formatDate(`${date}T00:00:00Z`, { locale, timeZone: 'UTC' });
  const { type, tags, from, to } = filters;
  const active: [string, Partial<DocumentFilters>][] = [
    ...(type ? [[t.kinds[kindOf(type)], { type: '' }] as [string, { type: string }]] : []),
    ...tags.map((tag): [string, Partial<DocumentFilters>] => [
      tag,
      { tags: tags.filter((other) => other !== tag) },
    ]),
    ...(from ? [[t.fromDay(day(from)), { from: '' }] as [string, { from: string }]] : []),
    ...(to ? [[t.toDay(day(to)), { to: '' }] as [string, { to: string }]] : []),
  ];
  if (active.length === 0) return null;
  const { search: _, sort: __, reverse: ___, ...none } = NO_FILTERS;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ul aria-label={t.activeFilters} className="flex flex-wrap gap-2">
        {active.map(([label, without]) => (
          <li key={label}>
            <button
              type="button"
              aria-label={t.removeFilter(label)}
              onClick={() => onChange(without)}
              className="flex min-h-7 items-center gap-1.5 rounded-full bg-badge px-3 py-1 text-caption font-medium text-on-badge hover:bg-selected"
            >
              <span className="break-words">{label}</span>
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        onClick={() => onChange(none)}
        className="min-h-7 px-2 text-small text-link underline underline-offset-4 hover:no-underline"
      >
        {t.clearFilters}
      </button>
    </div>
  );
}
