'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useAddressText } from '@/hooks/documents/use-address-text';
import { isDay } from '@/lib/calendar';

type Props = {
  label: string;
  /** The day that is filtered now; it changes with the address, too. */
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
};

/**
 * A day to filter by. What is typed stays in the field: while one types a year, its date goes
 * through the years 2, 20 and 202, and only a date that can be meant is handed on.
 */
export function DayField({ label, value, min, max, onChange }: Props) {
  const { text, setText, sent } = useAddressText(value);

  function type(next: string, isIncomplete: boolean) {
    setText(next);
    if (isIncomplete || (next !== '' && !isDay(next))) return;
    if (next === (sent.current.at(-1) ?? value)) return;
    sent.current.push(next);
    onChange(next);
  }

  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="date"
          min={min}
          // Without a bound the year has six digits, and a seventh key begins it again.
          max={max ?? '9998-12-31'}
          value={text}
          // A date of which a part is missing has the same value as an empty field.
          onChange={({ target }) => type(target.value, target.validity.badInput)}
        />
      )}
    </Field>
  );
}
