'use client';

import { useEffect, useState } from 'react';

/** Return a value once it has not changed for a while (milliseconds): after typing, say. */
export function useSettled<T>(value: T, pause: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
