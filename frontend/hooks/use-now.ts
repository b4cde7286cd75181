'use client';

import { useEffect, useState } from 'react';

/** Return the time, renewed every `every` milliseconds; 0 stops the clock. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (every === 0) return;
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Return the seconds until an instant (milliseconds since 1970), 0 when it has passed. */
export function useSecondsUntil(instant: number): number {
  const [isOver, setOver] = useState(instant <= Date.now());
  const now = useNow(isOver ? 0 : 1000);
  const left = Math.max(0, Math.ceil((instant - now) / 1000));
  if (isOver !== (left === 0)) setOver(left === 0);
  return left;
}
