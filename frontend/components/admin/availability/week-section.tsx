'use client';

import { DayFields } from '@/components/admin/availability/day-fields';
import { WeekGrid } from '@/components/admin/availability/week-grid';
import { Section } from '@/components/ui/card';
import { useHabits } from '@/hooks/use-habits';
import { useMedia } from '@/hooks/use-media';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { type TimeRange, type Week } from '@/lib/week-hours';
import { weekdayOrder } from '@/lib/weekdays';
import { zoneName } from '@/lib/zones';

type Props = {
  week: Week;
  timeZone: string;
  hasMistakes: boolean;
  onChange: (week: Week) => void;
};

/** The opening hours of a week: a grid to drag on where there is room, and times to type. */
export function WeekSection({ week, timeZone, hasMistakes, onChange }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const isWide = useMedia('(min-width: 1024px)');
  const order = weekdayOrder(locale);

  function changeDay(day: number, ranges: readonly TimeRange[]) {
    onChange(week.map((each, index) => (index === day ? ranges : each)));
  }

  return (
    <Section title={t.week} text={(isWide ? t.weekText : t.weekTextNarrow)(zoneName(timeZone))}>
      <div className="grid gap-8 lg:grid-cols-5">
        {isWide && (
          <div className="col-span-3">
            <WeekGrid week={week} order={order} onChange={onChange} />
          </div>
        )}
        <ul aria-label={t.days} className="divide-y lg:col-span-2">
          {order.map((day) => (
            <li key={day} className="py-3 first:pt-0 last:pb-0">
              <DayFields
                day={day}
                ranges={week[day] ?? []}
                hasMistakes={hasMistakes}
                onChange={(ranges) => changeDay(day, ranges)}
              />
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
