'use client';

import { formatTime, type Habits } from '@/lib/format';
import { dateFormatter } from '@/lib/formatters';
import { zoneName } from '@/lib/zones';

type Props = { span: { start: string; end: string }; habits: Habits };

/** From when until when, with the day and the zone, in words. */
export function TimeSpan({ span, habits }: Props) {
  const { locale, timeZone } = habits;
  const day = dateFormatter(locale, { dateStyle: 'full', timeZone });
  return (
    <span>
      <time dateTime={span.start}>
        {`${day.format(new Date(span.start))}, ${formatTime(span.start, habits)}`}
      </time>
      {` – ${formatTime(span.end, habits)} `}
      <span className="text-muted">{`(${zoneName(timeZone)})`}</span>
    </span>
  );
}
