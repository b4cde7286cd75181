'use client';

import { useEffect, useReducer, useState } from 'react';

/** Return the time, renewed every `every` milliseconds; 0 stops the clock. */
export function useNow(every: number): number {
  const [, renew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (every === 0) return;
    const timer = setInterval(renew, every);
    return () => clearInterval(timer);
  }, [every]);
  return Date.now();
}

/** Return the seconds until an instant (milliseconds since 1970), 0 when it has passed. */
export function useSecondsUntil(instant: number): number {
  const [isRunning, setRunning] = useState(false);
  const now = useNow(isRunning ? 1000 : 0);
  const left = Math.max(0, Math.ceil((instant - now) / 1000));
  if (isRunning !== left > 0) setRunning(left > 0);
  return left;
}
