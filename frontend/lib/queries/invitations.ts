import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { type InvitationsAdminListInvitationsData, InvitationsService } from '@/app/client';
import { ADMIN } from '@/lib/queries/admin';
import { steadyPages } from '@/lib/queries/pages';

/** The name of all lists of invitations. */
export const invitationsKey = [...ADMIN, 'invitations'] as const;

type State = NonNullable<InvitationsAdminListInvitationsData['query']>['state'];

/** Invitations, page by page, the newest first. */
export function invitationsQuery(state: State) {
  return infiniteQueryOptions({
    ...steadyPages,
    queryKey: [...invitationsKey, state],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await InvitationsService.adminListInvitations({ query: { state, cursor }, signal })).data,
  });
}

/** Whom an invitation is for, by the token in its link. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) =>
      (await InvitationsService.lookUpInvitation({ body: { token }, signal })).data,
    retry: false,
    // Somebody who chooses a password is not interrupted.
    staleTime: Infinity,
  });
}
