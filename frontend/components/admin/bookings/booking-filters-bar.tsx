'use client';

import { FilterSelect } from '@/components/ui/filter-select';
import { SearchField } from '@/components/ui/search-field';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { BOOKING_STATES, type BookingFilters, PERIODS } from '@/lib/booking-filters';
import { bookings } from '@/lib/i18n/en/bookings';

/** Search, state and period of the bookings, and whether they show as a week or a list. */
export function BookingFiltersBar({ filters }: { filters: BookingFilters }) {
  const t = useTexts(bookings);
  return (
    <div className="grid grid-cols-2 gap-3 lg:flex print:hidden">
      <SearchField
        label={t.search}
        value={filters.search}
        // Each letter is no step for "Back"; the first one and the last one are.
        onSearch={(q) => changeAddress({ q }, filters.search !== '' && q !== '')}
        className="col-span-2 lg:grow"
      />
      <FilterSelect
        label={t.view}
        value={filters.week ? '' : 'list'}
        onChange={(view) => changeAddress({ view })}
        choices={[
          ['', t.asWeek],
          ['list', t.asList],
        ]}
      />
      <FilterSelect
        label={t.state}
        value={filters.status ?? ''}
        onChange={(status) => changeAddress({ status })}
        choices={[['', t.allStates], ...BOOKING_STATES.map((each) => [each, t[each]] as const)]}
      />
      {!filters.week && (
        <FilterSelect
          label={t.period}
          value={filters.period}
          onChange={(period) => changeAddress({ period: period === 'coming' ? '' : period })}
          choices={PERIODS.map((each) => [each, t[each]] as const)}
          className="max-lg:col-span-2"
        />
      )}
    </div>
  );
}
