'use client';

import { useHabits } from '@/hooks/use-habits';
import { formatBytes } from '@/lib/format';

/** A size in bytes, as the user reads it. */
export function Bytes({ value }: { value: number }) {
  const { locale } = useHabits();
  return <>{formatBytes(value, locale)}</>;
}
