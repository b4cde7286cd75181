'use client';

import * as Radix from '@radix-ui/react-dropdown-menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

const ITEM =
  'flex min-h-9 cursor-default select-none items-center gap-2 rounded-control px-2 text-small outline-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0';

type Props = {
  trigger: ReactNode;
  align?: 'start' | 'end';
  defaultOpen?: boolean;
  children: ReactNode;
};

/** A menu that opens below its trigger, a Button. A dialog that an item opens stands outside of it. */
export function Menu({ trigger, align = 'end', defaultOpen, children }: Props) {
  return (
    <Radix.Root modal={false} defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          className="z-50 min-w-48 animate-fade rounded-menu border bg-floating p-1 shadow-floating"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** An action of a menu. With `asChild` its only child, a link, is the item. */
export function MenuItem(props: {
  onSelect?: () => void;
  danger?: boolean;
  asChild?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      asChild={props.asChild}
      onSelect={props.onSelect}
      className={cn(ITEM, props.danger && 'text-danger')}
    >
      {props.children}
    </Radix.Item>
  );
}

/** One of several values. */
export function MenuChoices(props: {
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <>
      <Radix.Label className="px-2 py-1 text-caption text-muted">{props.label}</Radix.Label>
      <Radix.RadioGroup value={props.value} onValueChange={props.onChange}>
        {props.choices.map(([value, label]) => (
          <Radix.RadioItem key={value} value={value} className={cn(ITEM, 'justify-between')}>
            {label}
            <Radix.ItemIndicator>
              <Check aria-hidden />
            </Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  );
}

/** A line between parts of a menu. */
export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-muted/20" />;
}
