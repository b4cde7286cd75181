'use client';

import { useHabits } from '@/hooks/use-habits';
import { useHydrated } from '@/hooks/use-hydrated';
import { formatAgo, formatDate, formatDateTime, formatRelative, formatTime } from '@/lib/format';

const FORMATS = { date: formatDate, 'date-time': formatDateTime, time: formatTime };

/** An instant (ISO 8601) as the user reads it, in their zone. */
export function Time({ at, as = 'date-time' }: { at: string; as?: keyof typeof FORMATS }) {
  const habits = useHabits();
  const isHydrated = useHydrated();
  return <time dateTime={at}>{isHydrated ? FORMATS[as](at, habits) : at.slice(0, 10)}</time>;
}

/** How long ago an instant of the past is, and the instant itself: see Distance. */
export function TimeAgo({ at }: { at: string }) {
  return <Distance at={at} format={formatAgo} />;
}

/** How far ahead an instant is, and the instant itself: see Distance. */
export function TimeUntil({ at }: { at: string }) {
  return <Distance at={at} format={formatRelative} />;
}

// The instant stands beside its distance, for touch and keyboard too.
function Distance({ at, format }: { at: string; format: typeof formatRelative }) {
  const habits = useHabits();
  const isHydrated = useHydrated();
  if (!isHydrated) return <Time at={at} />;
  return (
    <time dateTime={at}>
      {format(at, new Date(), habits.locale)}
      <span className="text-muted">{` · ${formatDateTime(at, habits)}`}</span>
    </time>
  );
}
