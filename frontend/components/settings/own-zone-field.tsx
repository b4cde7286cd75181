'use client';

import { Button } from '@/components/ui/button';
import { ZoneField } from '@/components/ui/zone-field';
import { useHabits } from '@/hooks/use-habits';
import { useNow } from '@/hooks/use-now';
import { useTexts } from '@/hooks/use-texts';
import { formatWeekdayTime } from '@/lib/format';
import { profile } from '@/lib/i18n/en/profile';
import { zoneName } from '@/lib/zones';

type Props = {
  value: string;
  onChange: (zone: string) => void;
  error?: string;
};

const MINUTE = 60_000;

/** The time zone of the account, what time it is there, and a way to take this device's. */
export function OwnZoneField(props: Props) {
  const t = useTexts(profile);
  const { locale } = useHabits();
  const now = new Date(useNow(MINUTE)).toISOString();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = formatWeekdayTime(now, { locale, timeZone: props.value });
  return (
    <div className="flex flex-col gap-2">
      <ZoneField {...props} hint={t.timeThere(time)} />
      {zoneName(props.value) !== zoneName(here) && (
        <Button
          look="link"
          size="inline"
          className="self-start"
          onClick={() => props.onChange(here)}
        >
          {t.useThisZone(zoneName(here))}
        </Button>
      )}
    </div>
  );
}
