import { expect, test, vi } from 'vitest';

import { leavePage, setGuard } from '@/lib/leave-guard';

test('a page is left at once, or when its guard agrees', () => {
  const leave = vi.fn();
  const ask = vi.fn<(go: () => void) => void>();

  leavePage(leave);
  expect(leave).toHaveBeenCalledTimes(1);

  const endGuard = setGuard(ask);
  leavePage(leave);
  expect(leave).toHaveBeenCalledTimes(1);
  ask.mock.lastCall?.[0]();
  expect(leave).toHaveBeenCalledTimes(2);

  endGuard();
  leavePage(leave);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(leave).toHaveBeenCalledTimes(3);
});

test('a guard that ends late does not end the next one', () => {
  const leave = vi.fn();
  const endFirst = setGuard(() => undefined);
  const endSecond = setGuard(() => undefined);

  endFirst();
  leavePage(leave);
  expect(leave).not.toHaveBeenCalled();
  endSecond();
});
