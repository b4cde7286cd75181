// @vitest-environment jsdom

import { QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';

import { newQueryClient, stopAsking } from '@/lib/queries/client';

afterEach(() => void vi.useRealTimers());

test('before a logout, calls that repeat themselves and calls on their way end', async () => {
  vi.useFakeTimers();
  const client = newQueryClient();
  const ask = vi.fn(() => Promise.resolve(1));
  let signal: AbortSignal | undefined;
  const pending = ({ signal: given }: { signal: AbortSignal }) => {
    signal = given;
    return new Promise<number>(() => undefined);
  };
  new QueryObserver(client, {
    queryKey: ['repeated'],
    queryFn: ask,
    refetchInterval: 1000,
    refetchIntervalInBackground: true,
  }).subscribe(() => undefined);
  new QueryObserver(client, { queryKey: ['pending'], queryFn: pending }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(2500);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(signal?.aborted).toBe(false);

  stopAsking(client);

  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(signal?.aborted).toBe(true);
});
