'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';

import type { MyAccount } from '@/app/client';
import { meQuery } from '@/lib/queries/account';

const UserContext = createContext<MyAccount | undefined>(undefined);

/** Loads the account of the login, for all below it. */
export function UserProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery(meQuery);
  return <UserContext value={data}>{children}</UserContext>;
}

/** Shows the children once the account is loaded, `pending` before, and `failed` if it fails. */
export function WithUser(props: {
  pending?: ReactNode;
  failed?: (thrown: unknown, retry: () => void) => ReactNode;
  children: ReactNode;
}) {
  const { data, error, refetch } = useQuery(meQuery);
  if (data) return props.children;
  return error ? props.failed?.(error, () => void refetch()) : props.pending;
}

/** Return the account of the login. Only what is below `WithUser` may call it. */
export function useUser(): MyAccount {
  const user = useContext(UserContext);
  if (!user) throw new Error('useUser outside of WithUser');
  return user;
}

/** Return the account of the login, or undefined before it is loaded and on pages for everybody. */
export function useUserOrNone(): MyAccount | undefined {
  return useContext(UserContext);
}
