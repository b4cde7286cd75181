'use client';

import { useEffect, useRef } from 'react';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import type { Meanwhile } from '@/hooks/admin/use-availability-draft';
import { type Part } from '@/lib/availability';
import { formatDay } from '@/lib/calendar';
import { availability } from '@/lib/i18n/en/availability';
import { weekdayName } from '@/lib/weekdays';
import { WEEKDAYS } from '@/lib/week-hours';
import { zoneName } from '@/lib/zones';

type Props = Meanwhile & { onTakeTheirs: () => void };

/** Says what somebody else saved meanwhile. Nothing of one's own is lost. */
export function ChangedMeanwhile({ theirs, taken, conflicts, onTakeTheirs }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    box.current?.scrollIntoView({ block: 'center' });
  }, [theirs]);

  return (
    <div ref={box}>
      <Alert kind="warning" live>
        <p className="font-medium">{t.meanwhile}</p>
        {taken.length > 0 && <p>{t.taken(taken.map(nameOf).join(', '))}</p>}
        {conflicts.length > 0 && (
          <>
            <p className="mt-2">{t.conflicts}</p>
            <dl className="mt-1 flex flex-col gap-1">
              {conflicts.map((part) => (
                <div key={part} className="flex flex-wrap gap-x-2">
                  <dt>{`${nameOf(part)}:`}</dt>
                  <dd className="min-w-0 break-words font-medium">{valueOf(part)}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p className="mt-2">{t.saveAgain}</p>
        <Button look="secondary" size="small" className="mt-3" onClick={onTakeTheirs}>
          {t.takeTheirs}
        </Button>
      </Alert>
    </div>
  );

  function nameOf(part: Part): string {
    const day = WEEKDAYS.findIndex((weekday) => weekday === part);
    return day < 0 ? t[part as keyof typeof t & Part] : weekdayName(day, locale);
  }

  function valueOf(part: Part): string {
    const day = WEEKDAYS.findIndex((weekday) => weekday === part);
    if (day >= 0) {
      const ranges = theirs.week[day]?.map(({ start, end }) => `${start}–${end}`).join(', ');
      return ranges || t.closed;
    }
    if (part === 'timezone') return zoneName(theirs.timezone);
    if (part === 'blackoutDays') {
      const days = theirs.blackoutDays.map((each) =>
        formatDay(each, locale, { dateStyle: 'medium' }),
      );
      return days.join(', ') || t.none;
    }
    return theirs[part as 'location'] || t.none;
  }
}
