import { queryOptions } from '@tanstack/react-query';

import { ApiTokensService } from '@/app/client';

/** The API tokens of the account that work, all of them, the oldest first. */
export const apiTokensQuery = queryOptions({
  queryKey: ['api-tokens'],
  queryFn: async ({ signal }) => (await ApiTokensService.listApiTokens({ signal })).data.items,
});
