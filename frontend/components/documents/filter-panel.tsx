'use client';

import { useQuery } from '@tanstack/react-query';

import { DayField } from '@/components/documents/day-field';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import type { DocumentFilters, ListQuery } from '@/lib/document-filters';
import { documents } from '@/lib/i18n/en/documents';
import { endingOf, kindOf } from '@/lib/media-types';
import { facetsQuery } from '@/lib/queries/documents';
import { cn } from '@/lib/utils';

type Props = {
  query: ListQuery;
  filters: DocumentFilters;
  onChange: (change: Partial<DocumentFilters>) => void;
};

/** Type, tags and days. Counts say how many documents of now each would leave. */
export function FilterPanel({ query, filters, onChange }: Props) {
  const t = useTexts(documents);
  // Of the types one is chosen, so each is counted as if none was.
  const types = useQuery(facetsQuery({ ...query, type: undefined }));
  const tags = useQuery(facetsQuery(query));
  if (types.error ?? tags.error) {
    return <LoadProblem thrown={types.error ?? tags.error} onRetry={() => void types.refetch()} />;
  }
  return (
    <div className="grid gap-5 rounded-card border bg-raised p-4 sm:grid-cols-2 sm:p-6 lg:grid-cols-3">
      <Field label={t.type}>
        {(control) => (
          <Select
            {...control}
            value={filters.type}
            onChange={(event) => onChange({ type: event.target.value })}
          >
            <option value="">{t.anyType}</option>
            {choices().map(({ type, documents: count }) => (
              <option key={type} value={type}>
                {count === undefined ? label(type) : t.typeCount(label(type), count)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DayField
        label={t.from}
        max={filters.to || undefined}
        value={filters.from}
        onChange={(from) => onChange({ from })}
      />
      <DayField
        label={t.to}
        min={filters.from || undefined}
        value={filters.to}
        onChange={(to) => onChange({ to })}
      />
      <fieldset className="min-w-0 sm:col-span-full">
        <legend className="mb-2 text-small font-medium">{t.tagFilter}</legend>
        {tags.data?.tags.length === 0 && <p className="text-small text-muted">{t.noTags}</p>}
        <ul className="flex flex-wrap gap-2">
          {tags.data?.tags.map(({ tag, documents: count }) => {
            const isOn = filters.tags.includes(tag);
            return (
              <li key={tag} className="min-w-0">
                <button
                  type="button"
                  aria-pressed={isOn}
                  onClick={() => onChange({ tags: toggled(filters.tags, tag) })}
                  className={cn(
                    'flex min-h-8 max-w-full items-center gap-2 rounded-full border border-control px-3 text-small hover:bg-hover',
                    isOn && 'border-primary bg-badge text-on-badge',
                  )}
                >
                  <span className="truncate">{tag}</span>
                  <span className="tabular-nums opacity-80">{count}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </fieldset>
    </div>
  );

  function label(type: string): string {
    const ending = endingOf(type);
    return ending ? `${t.kinds[kindOf(type)]}, ${ending}` : t.kinds[kindOf(type)];
  }

  /** The kinds that there are: wildcards, and the single types of `application`. */
  function choices(): { type: string; documents?: number }[] {
    const { groups = [], types: single = [] } = types.data ?? {};
    const found = [
      ...groups.filter(({ type }) => type !== 'application/*'),
      ...single.filter(({ type }) => type.startsWith('application/')),
    ];
    const isThere = filters.type === '' || found.some(({ type }) => type === filters.type);
    return isThere ? found : [...found, { type: filters.type }];
  }
}

function toggled(tags: readonly string[], tag: string): string[] {
  return tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag];
}
