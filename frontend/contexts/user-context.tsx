'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';

import type { MyAccount } from '@/app/client';
import { meQuery } from '@/lib/queries/account';

const UserContext = createContext<MyAccount | undefined>(undefined);

/** Shows the children once the account is loaded, `pending` before, and `failed` if it fails. */
export function UserProvider(props: {
  pending: ReactNode;
  failed: (thrown: unknown, retry: () => void) => ReactNode;
  children: ReactNode;
}) {
  const { data, error, refetch } = useQuery(meQuery);
  if (data) return <UserContext value={data}>{props.children}</UserContext>;
  return error ? props.failed(error, () => void refetch()) : props.pending;
}

/** Return the account of the login. Only pages that need a login may call it. */
export function useUser(): MyAccount {
  const user = useContext(UserContext);
  if (!user) throw new Error('useUser outside of UserProvider');
  return user;
}

/** Return the account of the login, or undefined on pages for everybody. */
export function useUserOrNone(): MyAccount | undefined {
  return useContext(UserContext);
}
