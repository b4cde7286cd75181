'use client';

import { Section } from '@/components/ui/card';
import { TextField } from '@/components/ui/text-field';
import { ZoneField } from '@/components/ui/zone-field';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { type Draft, NUMBER_NAMES, type NumberName, NUMBERS, type Part } from '@/lib/availability';
import { formatDuration, formatNumber } from '@/lib/format';
import { availability } from '@/lib/i18n/en/availability';

type Props = {
  draft: Draft;
  mistakes: ReadonlySet<Part>;
  onChange: (changes: Partial<Draft>) => void;
};

/** How long a demo is, how soon and how far ahead it can be booked, and where it is. */
export function RulesSection({ draft, mistakes, onChange }: Props) {
  const t = useTexts(availability);
  const { locale } = useHabits();
  const hints: Record<NumberName, string> = {
    duration_minutes: t.durationHint,
    buffer_minutes: t.bufferHint,
    notice_minutes: t.noticeHint,
    horizon_days: t.horizonHint,
  };
  return (
    <Section title={t.rules}>
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <ZoneField value={draft.timezone} onChange={(timezone) => onChange({ timezone })} />
        <TextField
          label={t.optionalLocation}
          hint={t.locationHint}
          value={draft.location}
          error={mistakes.has('location') ? t.locationLong : undefined}
          onChange={(event) => onChange({ location: event.target.value })}
        />
        {NUMBER_NAMES.map((name) => (
          <TextField
            key={name}
            label={t[name]}
            hint={hintOf(name)}
            inputMode="numeric"
            value={draft[name]}
            error={mistakes.has(name) ? rangeOf(name) : undefined}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
        ))}
      </div>
    </Section>
  );

  function hintOf(name: NumberName): string {
    const minutes = Number(draft[name]);
    const isLong = name !== 'horizon_days' && minutes >= 60 && minutes <= NUMBERS[name].max;
    return isLong ? `${hints[name]} ${t.equals(formatDuration(minutes, locale))}` : hints[name];
  }

  function rangeOf(name: NumberName): string {
    const { min, max } = NUMBERS[name];
    return t.outOfRange(formatNumber(min, locale), formatNumber(max, locale));
  }
}
