import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { OidcService, PasskeysService, TwoFaService, UsersService } from '@/app/client';
import { pages } from '@/lib/queries/pages';

/** Entries in a page of the security log. */
const LOG_PAGE = 25;
const LATEST = 5;
// The most at once. The service keeps 50 logins of an account unless it is told otherwise.
const SESSIONS_PAGE = 100;

/** The names of all data about the safety of the account. */
export const securityKeys = {
  all: ['security'] as const,
  sessions: ['security', 'sessions'] as const,
  devices: ['security', 'devices'] as const,
  passkeys: ['security', 'passkeys'] as const,
  identities: ['security', 'identities'] as const,
  log: ['security', 'log'] as const,
  latest: ['security', 'latest'] as const,
};

/** Where one is logged in, page by page, the newest login first. */
export const sessionsQuery = infiniteQueryOptions({
  ...pages,
  queryKey: securityKeys.sessions,
  queryFn: async ({ pageParam: cursor, signal }) =>
    (await UsersService.listSessions({ query: { limit: SESSIONS_PAGE, cursor }, signal })).data,
});

/** The devices that need no second factor, all of them. */
export const devicesQuery = queryOptions({
  queryKey: securityKeys.devices,
  queryFn: async ({ signal }) => (await TwoFaService.listTrustedDevices({ signal })).data.items,
});

/** The passkeys of the account, all of them, the oldest first. */
export const passkeysQuery = queryOptions({
  queryKey: securityKeys.passkeys,
  queryFn: async ({ signal }) => (await PasskeysService.listPasskeys({ signal })).data.items,
});

/** The logins at other providers that are linked to the account, all of them, the oldest first. */
export const identitiesQuery = queryOptions({
  queryKey: securityKeys.identities,
  queryFn: async ({ signal }) => (await OidcService.listIdentities({ signal })).data.items,
});

/** What happened to the account, page by page, the newest first. */
export const securityLogQuery = infiniteQueryOptions({
  ...pages,
  queryKey: securityKeys.log,
  queryFn: async ({ pageParam: cursor, signal }) =>
    (await UsersService.getSecurityLog({ query: { limit: LOG_PAGE, cursor }, signal })).data,
});

/** What happened to the account last: a few events. */
export const latestEventsQuery = queryOptions({
  queryKey: securityKeys.latest,
  queryFn: async ({ signal }) =>
    (await UsersService.getSecurityLog({ query: { limit: LATEST }, signal })).data.items,
});
