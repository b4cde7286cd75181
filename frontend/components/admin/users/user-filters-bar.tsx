'use client';

import { FilterSelect } from '@/components/ui/filter-select';
import { SearchField } from '@/components/ui/search-field';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { users } from '@/lib/i18n/en/users';
import { USER_ROLES, USER_SORTS, USER_STATES, type UserFilters } from '@/lib/user-filters';

/** Search, filters and order of the accounts. */
export function UserFiltersBar({ filters }: { filters: UserFilters }) {
  const t = useTexts(users);
  return (
    <div className="grid grid-cols-2 gap-3 lg:flex">
      <SearchField
        label={t.search}
        value={filters.search}
        // Each letter is no step for "Back"; the first one and the last one are.
        onSearch={(q) => changeAddress({ q }, filters.search !== '' && q !== '')}
        className="col-span-2 lg:grow"
      />
      <FilterSelect
        label={t.state}
        value={filters.state ?? ''}
        onChange={(state) => changeAddress({ state })}
        choices={[['', t.allStates], ...USER_STATES.map((each) => [each, t[each]] as const)]}
      />
      <FilterSelect
        label={t.role}
        value={filters.role ?? ''}
        onChange={(role) => changeAddress({ role })}
        choices={[['', t.allRoles], ...USER_ROLES.map((each) => [each, t[each]] as const)]}
      />
      <FilterSelect
        label={t.sort}
        value={filters.sort}
        onChange={(sort) => changeAddress({ sort: sort === 'newest' ? '' : sort })}
        choices={USER_SORTS.map((each) => [each, t[each]] as const)}
        className="max-lg:col-span-2"
      />
    </div>
  );
}
