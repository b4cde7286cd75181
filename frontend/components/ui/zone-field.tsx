'use client';

import { type ReactNode, type Ref, useMemo } from 'react';

import { Combobox } from '@/components/ui/combobox';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { currentTimeIn, timeZones } from '@/lib/zones';

type Props = {
  value: string;
  onChange: (timeZone: string) => void;
  hint?: ReactNode;
  error?: string;
  ref?: Ref<HTMLInputElement>;
};

/** A time zone, found by typing its city. Each shows what time it is there. */
export function ZoneField({ value, onChange, hint, error, ref }: Props) {
  const t = useTexts(common);
  const choices = useMemo(() => timeZones(value), [value]);
  return (
    <Combobox
      label={t.timeZone}
      choices={choices}
      value={value}
      onChange={onChange}
      hint={hint}
      error={error}
      ref={ref}
      detail={currentTimeIn}
    />
  );
}
