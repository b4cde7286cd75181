import { queryOptions } from '@tanstack/react-query';

import { ConfigService, UsersService } from '@/app/client';

/** The account of the login. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await UsersService.getMe({ signal })).data,
});

/** What the service allows: rules of passwords, codes and files. It changes with a restart. */
export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: async ({ signal }) => (await ConfigService.getConfig({ signal })).data,
  staleTime: Infinity,
});
