import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import {
  DocumentsService,
  HealthService,
  UsersService,
  type UsersAdminGetSecurityLogData,
  type UsersAdminListOutboxData,
  type UsersAdminListUsersData,
} from '@/app/client';
import { steadyPages } from '@/lib/queries/pages';

/** The beginning of the names of all data of administrators. */
export const ADMIN = ['admin'] as const;

/** The names of data of administrators, from the general to the single. */
export const adminKeys = {
  overview: [...ADMIN, 'overview'] as const,
  users: [...ADMIN, 'users'] as const,
  user: (id: string) => [...ADMIN, 'user', id] as const,
  log: [...ADMIN, 'log'] as const,
  outbox: [...ADMIN, 'outbox'] as const,
};

export type Query<Data extends { query?: unknown }> = Omit<NonNullable<Data['query']>, 'cursor'>;
export type UsersQuery = Query<UsersAdminListUsersData>;
export type LogQuery = Query<UsersAdminGetSecurityLogData>;
export type OutboxQuery = Query<UsersAdminListOutboxData>;

// How often the state of the service is asked for while somebody looks at it.
const EVERY = 30_000;

/** The numbers of the first page. */
export const overviewQuery = queryOptions({
  queryKey: adminKeys.overview,
  queryFn: async ({ signal }) => (await UsersService.adminGetOverview({ signal })).data,
  refetchInterval: EVERY,
});

/** A list of accounts, page by page. */
export function usersQuery(query: UsersQuery) {
  return infiniteQueryOptions({
    ...steadyPages,
    queryKey: [...adminKeys.users, query],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await UsersService.adminListUsers({ query: { ...query, cursor }, signal })).data,
  });
}

/** One account. */
export function userQuery(id: string) {
  return queryOptions({
    queryKey: adminKeys.user(id),
    queryFn: async ({ signal }) =>
      (await UsersService.adminGetUser({ path: { user_id: id }, signal })).data,
  });
}

/** The storage of an account, and its limits. */
export function userUsageQuery(id: string) {
  return queryOptions({
    queryKey: [...adminKeys.user(id), 'usage'],
    queryFn: async ({ signal }) =>
      (await DocumentsService.adminGetUsage({ path: { user_id: id }, signal })).data,
  });
}

/** The security log of all accounts, page by page, the newest first. */
export function adminLogQuery(query: LogQuery) {
  return infiniteQueryOptions({
    ...steadyPages,
    queryKey: [...adminKeys.log, query],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await UsersService.adminGetSecurityLog({ query: { ...query, cursor }, signal })).data,
  });
}

/** E-mails, page by page, the newest first. */
export function outboxQuery(query: OutboxQuery) {
  return infiniteQueryOptions({
    ...steadyPages,
    queryKey: [...adminKeys.outbox, query],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await UsersService.adminListOutbox({ query: { ...query, cursor }, signal })).data,
  });
}

/** Which version runs, and since when. */
export const infoQuery = queryOptions({
  queryKey: [...ADMIN, 'info'],
  queryFn: async ({ signal }) => {
    const { data } = await HealthService.info({ signal });
    return { ...data, since: new Date(Date.now() - data.uptime_seconds * 1000).toISOString() };
  },
  refetchInterval: EVERY,
});

/** Whether the service works, and what does not. A service that is not ready throws. */
export const readyQuery = queryOptions({
  queryKey: [...ADMIN, 'ready'],
  queryFn: async ({ signal }) => (await HealthService.ready({ signal })).data,
  refetchInterval: EVERY,
  retry: false,
});
