import { Slot } from '@radix-ui/react-slot';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';

import { Spinner } from '@/components/ui/spinner';
import { cn } from '@/lib/utils';

const styles = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors duration-hover [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-primary text-on-primary hover:bg-primary-hover active:bg-primary-active',
        secondary: 'border border-control bg-raised text-text hover:bg-hover',
        quiet: 'text-text hover:bg-hover',
        danger: 'bg-danger-solid text-on-danger hover:opacity-90',
        link: 'text-link underline underline-offset-4 hover:no-underline',
      },
      size: {
        normal: 'h-control px-4 text-small',
        small: 'h-9 px-3 text-small',
        large: 'h-12 px-6 text-body',
        // As wide as its place, and as high as its words need.
        block:
          'h-auto min-h-control w-full whitespace-normal px-4 py-2 text-small [overflow-wrap:anywhere]',
        icon: 'size-10',
        inline: 'h-auto min-h-6 whitespace-normal px-0 text-left text-small',
      },
    },
    defaultVariants: { look: 'primary', size: 'normal' },
  },
);

type Props = ComponentProps<'button'> &
  VariantProps<typeof styles> & {
    /** Puts the looks of a button on its only child, a link say. */
    asChild?: boolean;
    /** Shows that the action runs. Further clicks are ignored; the focus stays. */
    busy?: boolean;
  };

/** A button. `type` is `button` unless said otherwise, so that none submits by accident. */
export function Button({ look, size, asChild, busy, className, children, ...props }: Props) {
  const classes = cn(
    styles({ look, size }),
    props.disabled && 'cursor-not-allowed opacity-60',
    className,
  );
  if (asChild) {
    return (
      <Slot className={classes} {...props}>
        {children}
      </Slot>
    );
  }
  const handleClick = busy
    ? (event: { preventDefault: () => void }) => event.preventDefault()
    : props.onClick;
  return (
    <button type="button" {...props} onClick={handleClick} aria-busy={busy} className={classes}>
      {busy && <Spinner />}
      {children}
    </button>
  );
}
