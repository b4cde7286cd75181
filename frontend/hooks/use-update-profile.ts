'use client';

import { useQueryClient } from '@tanstack/react-query';

import { type ProfileUpdateRequest, UsersService } from '@/app/client';
import { meQuery } from '@/lib/queries/account';

/** Return a function that changes the profile; the page follows at once. */
export function useUpdateProfile() {
  const client = useQueryClient();
  return async (body: ProfileUpdateRequest) => {
    const { data } = await UsersService.updateMe({ body });
    client.setQueryData(meQuery.queryKey, (me) => me && { ...me, ...data });
  };
}
