'use client';

import dynamic from 'next/dynamic';
import { type ComponentProps, useState } from 'react';

import { Button } from '@/components/ui/button';
import type { ConfirmDialog as Confirm } from '@/components/ui/confirm-dialog';

const ConfirmDialog = dynamic(
  () => import('./confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

type Props = Pick<ComponentProps<typeof Button>, 'look' | 'size' | 'children' | 'aria-label'> &
  Omit<ComponentProps<typeof Confirm>, 'onClose'>;

/** A button whose action is confirmed in a dialog, which says what happens. */
export function ConfirmButton({ look = 'secondary', size, children, ...props }: Props) {
  const { 'aria-label': label, ...dialog } = props;
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button look={look} size={size} aria-label={label} onClick={() => setAsking(true)}>
        {children}
      </Button>
      {isAsking && <ConfirmDialog {...dialog} onClose={() => setAsking(false)} />}
    </>
  );
}
