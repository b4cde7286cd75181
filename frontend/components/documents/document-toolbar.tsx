'use client';

import { LayoutGrid, List, ListFilter } from 'lucide-react';
import type { Ref } from 'react';

import { SearchField } from '@/components/documents/search-field';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import type { View } from '@/hooks/documents/use-document-filters';
import { useTexts } from '@/hooks/use-texts';
import type { DocumentFilters } from '@/lib/document-filters';
import { nameOf, orderOf, type OrderName, ORDERS } from '@/lib/document-sort';
import { documents } from '@/lib/i18n/en/documents';

type Props = {
  filters: DocumentFilters;
  onChange: (change: Partial<DocumentFilters>) => void;
  view: View;
  onView: (view: View) => void;
  /** How many filters are on, besides the search. */
  active: number;
  isPanelOpen: boolean;
  onPanel: (isOpen: boolean) => void;
  searchRef: Ref<HTMLInputElement>;
};

/** Search, filters, order and view of the list. */
export function DocumentToolbar(props: Props) {
  const t = useTexts(documents);
  const { filters, onChange, view, active } = props;
  const isSearch = filters.search !== '';
  const Icon = view === 'grid' ? List : LayoutGrid;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <div className="w-full sm:w-auto sm:grow">
        <SearchField
          ref={props.searchRef}
          value={filters.search}
          onChange={(search) => onChange({ search })}
        />
      </div>
      <Button
        look="secondary"
        aria-expanded={props.isPanelOpen}
        aria-label={active > 0 ? t.filtersOn(active) : undefined}
        onClick={() => props.onPanel(!props.isPanelOpen)}
      >
        <ListFilter aria-hidden />
        {t.filters}
        {active > 0 && <span className="tabular-nums">{`(${active})`}</span>}
      </Button>
      {!isSearch && (
        <div className="min-w-0 grow sm:grow-0">
          <Select
            aria-label={t.sort}
            value={nameOf(filters)}
            onChange={(event) => onChange(orderOf(event.target.value as OrderName))}
            className="text-small"
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t.sorts[order]}
              </option>
            ))}
          </Select>
        </div>
      )}
      <Button
        look="secondary"
        size="icon"
        aria-label={view === 'grid' ? t.viewList : t.viewGrid}
        onClick={() => props.onView(view === 'grid' ? 'list' : 'grid')}
      >
        <Icon aria-hidden />
      </Button>
    </div>
  );
}
