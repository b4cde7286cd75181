'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Section } from '@/components/ui/card';
import { LoadProblem } from '@/components/ui/problem';

type Props<T> = {
  title: string;
  query: UseQueryResult<T>;
  /** What stands there while the data is loaded, as large as what comes. */
  pending: ReactNode;
  /** Leads to more of the same. */
  action?: ReactNode;
  children: (data: T) => ReactNode;
};

/** A part of the dashboard with data of its own: if it cannot be loaded, the others stay. */
export function DataCard<T>({ title, query, pending, action, children }: Props<T>) {
  const { data, error, refetch } = query;
  return (
    <Section title={title} action={action}>
      {data !== undefined ? (
        children(data)
      ) : error ? (
        <LoadProblem thrown={error} onRetry={() => void refetch()} />
      ) : (
        pending
      )}
    </Section>
  );
}
