'use client';

import { X } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type DayLook, MonthCalendar } from '@/components/ui/month-calendar';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { type Day, dayOf, formatDay, monthOf } from '@/lib/calendar';
import { availability } from '@/lib/i18n/en/availability';

type Props = { days: readonly Day[]; timeZone: string; onChange: (days: Day[]) => void };

/** The days without demos: a calendar to press, a field to type, and the list. */
export function BlackoutSection({ days, timeZone, onChange }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const today = dayOf(Date.now(), timeZone);
  const [day, setDay] = useState(today);
  const [month, setMonth] = useState(monthOf(today));
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<'isOver' | 'isListed'>();
  const field = useRef<HTMLInputElement>(null);
  const coming = days.filter((each) => each >= today);

  function toggle(wanted: Day) {
    const rest = days.filter((each) => each !== wanted);
    onChange(rest.length < days.length ? rest : [...days, wanted].toSorted());
  }

  function show(wanted: Day) {
    setDay(wanted);
    setMonth(monthOf(wanted));
  }

  function lookOf(each: Day): DayLook {
    if (each < today) return { text: t.past, kind: 'plain', isDisabled: true };
    if (days.includes(each)) return { text: t.blackedOut, kind: 'chosen' };
    return { text: t.notBlackedOut, kind: 'plain' };
  }

  function add() {
    if (typed === '') return;
    // A day that is over would be saved and shown nowhere.
    const mistake = typed < today ? 'isOver' : days.includes(typed) ? 'isListed' : undefined;
    setProblem(mistake);
    if (mistake) {
      field.current?.focus();
      return;
    }
    toggle(typed);
    show(typed);
    setTyped('');
  }

  return (
    <Section title={t.blackoutDays} text={t.blackoutText}>
      <div className="grid gap-8 md:grid-cols-2">
        <MonthCalendar
          month={month}
          day={day}
          today={today}
          locale={locale}
          lookOf={lookOf}
          onMove={show}
          onMonth={setMonth}
          onChoose={(wanted) => {
            show(wanted);
            toggle(wanted);
          }}
        />
        <div className="flex flex-col gap-5">
          <Field label={t.day} error={problem && t[problem]} live>
            {(control) => (
              <div className="flex gap-3">
                <Input
                  {...control}
                  ref={field}
                  type="date"
                  min={today}
                  value={typed}
                  onChange={(event) => {
                    setTyped(event.target.value);
                    setProblem(undefined);
                  }}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter') return;
                    // It adds the day, and does not save everything.
                    event.preventDefault();
                    add();
                  }}
                  className="min-w-0 grow"
                />
                <Button look="secondary" onClick={add}>
                  {t.addDay}
                </Button>
              </div>
            )}
          </Field>
          {coming.length === 0 && <p className="text-small text-muted">{t.noBlackout}</p>}
          <ul aria-label={t.blackoutDays} className="flex flex-wrap gap-2">
            {coming.map((each) => (
              <li
                key={each}
                className="flex items-center rounded-full bg-hover py-0.5 pl-3 pr-1 text-small"
              >
                {nameOf(each)}
                <Button
                  look="quiet"
                  size="inline"
                  className="size-7 rounded-full"
                  aria-label={t.removeDay(nameOf(each))}
                  onClick={() => {
                    toggle(each);
                    // The button goes away.
                    field.current?.focus();
                  }}
                >
                  <X aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );

  function nameOf(each: Day): string {
    return formatDay(each, locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    });
  }
}
