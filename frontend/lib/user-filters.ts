import type { UsersAdminListUsersData } from '@/app/client';

type Query = Omit<NonNullable<UsersAdminListUsersData['query']>, 'cursor'>;

// What each value of the address asks the API for, in the order of the choices.
const STATES = {
  active: { is_active: true },
  disabled: { is_active: false },
  unverified: { is_verified: false },
  leaving: { to_be_deleted: true },
} as const satisfies Record<string, Query>;
const ROLES = {
  admins: { is_admin: true },
  others: { is_admin: false },
} as const satisfies Record<string, Query>;

export const USER_STATES = Object.keys(STATES) as (keyof typeof STATES)[];
export const USER_ROLES = Object.keys(ROLES) as (keyof typeof ROLES)[];
export const USER_SORTS = ['newest', 'oldest', 'email', 'storage'] as const;

/** What the list of accounts shows; undefined means all. */
export type UserFilters = {
  search: string;
  state: (typeof USER_STATES)[number] | undefined;
  role: (typeof USER_ROLES)[number] | undefined;
  sort: (typeof USER_SORTS)[number];
};

// The bound of the API. An address that somebody typed must not lead to an error.
const MAX_SEARCH = 200;

/** Return the filters that an address names. What makes no sense is left out. */
export function readUserFilters(params: URLSearchParams): UserFilters {
  return {
    search: (params.get('q') ?? '').slice(0, MAX_SEARCH),
    state: oneOf(USER_STATES, params.get('state')),
    role: oneOf(USER_ROLES, params.get('role')),
    sort: oneOf(USER_SORTS, params.get('sort')) ?? 'newest',
  };
}

/** Return the question for the API. */
export function toUsersQuery({ search, state, role, sort }: UserFilters): Query {
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(state && STATES[state]),
    ...(role && ROLES[role]),
    ...(sort !== 'newest' && { sort }),
  };
}

/** Return the value if it is one of some. */
export function oneOf<T extends string>(values: readonly T[], value: string | null): T | undefined {
  return values.find((each) => each === value);
}
