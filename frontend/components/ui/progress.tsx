import { cn } from '@/lib/utils';

type Props = { value: number; max: number; label: string; className?: string };

/** How far something is. The bar has a name; the numbers stand beside it in words. */
export function Progress({ value, max, label, className }: Props) {
  return (
    <progress
      value={value}
      max={max}
      aria-label={label}
      className={cn(
        'block h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-hover [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-primary',
        className,
      )}
    />
  );
}
