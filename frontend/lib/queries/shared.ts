import { queryOptions } from '@tanstack/react-query';

import { DocumentsService } from '@/app/client';

/** What a share shows to anyone who has its token, before a password. It counts no download. */
export function sharedQuery(token: string) {
  return queryOptions({
    queryKey: ['shared', token] as const,
    queryFn: async ({ signal }) =>
      (await DocumentsService.getShared({ body: { token }, signal })).data,
    enabled: token !== '',
  });
}
