import { cn } from '@/lib/utils';

type Props = {
  label: string;
  value: number;
  max: number;
  /** The value in words; it stands below, and screen readers read it. */
  text: string;
};

// From here on a store counts as nearly full.
const HIGH = 0.9;

/** How full something is. */
export function Meter({ label, value, max, text }: Props) {
  const part = max > 0 ? Math.min(value / max, 1) : 0;
  return (
    <div className="flex flex-col gap-1.5">
      <span aria-hidden className="text-small font-medium">
        {label}
      </span>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-hover forced-colors:border"
      >
        <div
          className={cn('h-full', part > HIGH ? 'bg-danger' : 'bg-primary')}
          style={{ width: `${part * 100}%` }}
        />
      </div>
      <span className="text-small text-muted">{text}</span>
    </div>
  );
}
