import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { patiently } from '@/lib/chunks';

describe('patiently', () => {
  let isOnline = true;
  let listeners: (() => void)[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    isOnline = true;
    listeners = [];
    vi.stubGlobal('navigator', {
      get onLine() {
        return isOnline;
      },
    });
    vi.stubGlobal('addEventListener', (_: string, listener: () => void) =>
      listeners.push(listener),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('returns what the first call that succeeds returns', async () => {
    const call = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue('part');

    const loaded = patiently(call);
    await vi.advanceTimersByTimeAsync(1000);

    expect(await loaded).toBe('part');
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('throws after half a minute', async () => {
    const call = vi.fn().mockRejectedValue(new Error('gone'));

    const loaded = expect(patiently(call)).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(call).toHaveBeenCalledTimes(5);
    await vi.advanceTimersByTimeAsync(1);

    await loaded;
    expect(call).toHaveBeenCalledTimes(6);
  });

  it('waits while the browser is offline', async () => {
    const call = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue('part');
    isOnline = false;

    const loaded = patiently(call);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(call).toHaveBeenCalledTimes(1);
    listeners.forEach((listener) => listener());

    expect(await loaded).toBe('part');
  });
});
