'use client';

import { type Ref, useMemo } from 'react';

import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { useHabits } from '@/hooks/use-habits';
import { useNow } from '@/hooks/use-now';
import { useTexts } from '@/hooks/use-texts';
import { formatTime, formatWeekdayTime } from '@/lib/format';
import { profile } from '@/lib/i18n/en/profile';
import { nameOfZone, zonesWith } from '@/lib/locales';

type Props = {
  value: string;
  onChange: (zone: string) => void;
  /** The zone of the account, which the browser may not know. */
  current: string;
  error?: string;
  ref?: Ref<HTMLInputElement>;
};

const MINUTE = 60_000;

/** A time zone, with the time that it is there. */
export function ZoneField({ value, onChange, current, error, ref }: Props) {
  const t = useTexts(profile);
  const { locale } = useHabits();
  const now = new Date(useNow(MINUTE)).toISOString();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choices = useMemo(
    () => zonesWith(current).map((zone) => ({ value: zone, label: nameOfZone(zone) })),
    [current],
  );
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        label={t.timeZone}
        hint={t.timeThere(formatWeekdayTime(now, { locale, timeZone: value }))}
        error={error}
        choices={choices}
        value={value}
        onChange={onChange}
        detail={(timeZone) => formatTime(now, { locale, timeZone })}
        ref={ref}
      />
      {value !== here && (
        <Button look="link" size="inline" className="self-start" onClick={() => onChange(here)}>
          {t.useThisZone(nameOfZone(here))}
        </Button>
      )}
    </div>
  );
}
