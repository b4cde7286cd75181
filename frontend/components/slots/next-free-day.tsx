'use client';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { type Day, formatDay, monthOf } from '@/lib/calendar';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  month: Day;
  /** The days on which a time is free, in order. */
  days: readonly Day[];
  locale: string;
  onChoose: (day: Day) => void;
};

/** What stands in the place of the times if the day has none: the way to the next ones. */
export function NextFreeDay({ month, days, locale, onChoose }: Props) {
  const t = useTexts(bookDemo);
  const hasMonth = days.some((day) => monthOf(day) === month);
  const next = days.find((day) => day >= month) ?? days[0];
  if (next === undefined) return <p className="py-2 text-muted">{t.noTimesAtAll}</p>;
  return (
    <div className="flex flex-col items-start gap-3 py-2">
      {!hasMonth && <p className="text-muted">{t.noTimes}</p>}
      <Button look="secondary" onClick={() => onChoose(next)}>
        {t.nextFreeDay(formatDay(next, locale, { weekday: 'long', day: 'numeric', month: 'long' }))}
      </Button>
    </div>
  );
}
