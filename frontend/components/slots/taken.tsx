'use client';

import type { DemoSlot } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import type { Habits } from '@/lib/format';
import { formatDateTime } from '@/lib/format';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = { offers: readonly DemoSlot[]; habits: Habits; onPick: (slot: DemoSlot) => void };

/** Says that somebody else took the time, and offers the nearest ones. */
export function Taken({ offers, habits, onPick }: Props) {
  const t = useTexts(bookDemo);
  return (
    <Alert kind="warning" live>
      <p>{offers.length > 0 ? t.taken : t.takenAll}</p>
      <ul className="mt-2 flex flex-wrap gap-2">
        {offers.map((slot) => (
          <li key={slot.start}>
            <Button look="secondary" size="small" onClick={() => onPick(slot)}>
              {formatDateTime(slot.start, habits)}
            </Button>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
