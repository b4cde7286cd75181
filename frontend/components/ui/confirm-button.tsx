'use client';

import dynamic from 'next/dynamic';
import { type ComponentProps, useState } from 'react';

import { Button } from '@/components/ui/button';
import type { ConfirmDialog as Confirm } from '@/components/ui/confirm-dialog';

const ConfirmDialog = dynamic(
  () => import('./confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

type Question = Omit<ComponentProps<typeof Confirm>, 'onClose'>;
type Props = Pick<ComponentProps<typeof Button>, 'look' | 'size' | 'children' | 'aria-label'> &
  Question;

/** A button whose action is confirmed in a dialog, which says what happens. */
export function ConfirmButton({ look = 'secondary', size, children, ...props }: Props) {
  const { 'aria-label': label, ...question } = props;
  // The action may turn the button into its opposite before the dialog is closed: the dialog
  // must not ask that.
  const [asked, setAsked] = useState<Question>();
  return (
    <>
      <Button look={look} size={size} aria-label={label} onClick={() => setAsked(question)}>
        {children}
      </Button>
      {asked && <ConfirmDialog {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
