'use client';

import { useMemo } from 'react';

import { Combobox } from '@/components/ui/combobox';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { currentTimeIn, timeZones } from '@/lib/zones';

type Props = { value: string; onChange: (timeZone: string) => void; error?: string };

/** A time zone, found by typing its city. Each shows what time it is there. */
export function ZoneField({ value, onChange, error }: Props) {
  const t = useTexts(common);
  const choices = useMemo(() => timeZones(value), [value]);
  return (
    <Combobox
      label={t.timeZone}
      choices={choices}
      value={value}
      onChange={onChange}
      error={error}
      detail={currentTimeIn}
    />
  );
}
