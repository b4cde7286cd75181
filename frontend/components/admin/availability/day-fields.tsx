'use client';

import { Plus, X } from 'lucide-react';
import { useId, useRef } from 'react';

import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { nextRange, problemOf, type TimeRange } from '@/lib/week-hours';
import { weekdayName } from '@/lib/weekdays';

type Props = {
  day: number;
  ranges: readonly TimeRange[];
  hasMistakes: boolean;
  onChange: (ranges: TimeRange[]) => void;
};

/** The hours of a weekday, as times to type. */
export function DayFields({ day, ranges, hasMistakes, onChange }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const name = weekdayName(day, locale);
  const problems = ranges.map((_, index) => (hasMistakes ? problemOf(ranges, index) : undefined));

  function change(index: number, changes: Partial<TimeRange>) {
    onChange(ranges.map((each, i) => (i === index ? { ...each, ...changes } : each)));
  }

  function remove(index: number) {
    onChange(ranges.filter((_, i) => i !== index));
    // The button is gone; the one for adding stays.
    box.current?.querySelector<HTMLElement>('[data-add]')?.focus();
  }

  return (
    <fieldset ref={box} className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center justify-between gap-2">
        <span aria-hidden className="text-small font-medium">
          {name}
        </span>
        {ranges.length === 0 && <span className="text-small text-muted">{t.closed}</span>}
        <Button
          data-add=""
          look="quiet"
          size="icon"
          className="-my-2 ml-auto shrink-0"
          aria-label={t.add(name)}
          onClick={() => onChange([...ranges, nextRange(ranges)])}
        >
          <Plus aria-hidden />
        </Button>
      </div>
      {ranges.map((range, index) => {
        const problem = problems[index];
        const field = (which: 'start' | 'end', label: string) => (
          <Input
            type="time"
            aria-label={label}
            aria-invalid={problem !== undefined}
            aria-describedby={problem && `${id}-${index}`}
            value={range[which]}
            onChange={(event) => change(index, { [which]: event.target.value })}
            className="min-w-28 grow basis-0 px-2 text-small tabular-nums"
          />
        );
        return (
          // Ranges have no name of their own.
          <div key={index} className="flex flex-col gap-1">
            <div className="flex flex-wrap items-center gap-2">
              {field('start', t.from(name, index + 1))}
              <span aria-hidden>–</span>
              {field('end', t.until(name, index + 1))}
              <Button
                look="quiet"
                size="icon"
                aria-label={t.remove(name, index + 1)}
                onClick={() => remove(index)}
              >
                <X aria-hidden />
              </Button>
            </div>
            {problem && (
              <p id={`${id}-${index}`} className="text-small text-danger">
                {t[problem]}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
