import { useId } from 'react';

import { Select } from '@/components/ui/input';
import { cn } from '@/lib/utils';

type Props = {
  /** Read by screen readers: what shows says it by itself. */
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
  className?: string;
};

/** One of a few values by which a list is filtered or sorted. */
export function FilterSelect({ label, value, choices, onChange, className }: Props) {
  const id = useId();
  return (
    <div className={cn('min-w-0', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="text-small"
      >
        {choices.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}
